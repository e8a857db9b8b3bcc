import type { Messages } from '../react/texts/messages.ts'
import { withReason } from '../react/texts/with-reason.ts'

const unreachable =
  'Nous n’avons pas pu joindre le service d’envoi. Vérifiez votre connexion, puis réessayez.'
const broken = 'Nous n’avons pas pu envoyer votre photo.'
const failed = 'Nous n’avons pas pu envoyer votre photo. Réessayez.'
const refused = ({ reason }: { reason: string | null }) =>
  withReason('Cette photo n’a pas été acceptée.', reason)

/** The texts of the component in French. */
export const fr: Messages = {
  locale: 'fr',
  label: 'Photo de profil',
  choose: 'Choisir une photo',
  change: 'Changer de photo',
  take: 'Prendre une photo',
  remove: 'Supprimer la photo',
  cancel: 'Annuler',
  retry: 'Réessayer',
  // Alone it would be "Annuler", which is what Cancel is called.
  undo: 'Annuler la suppression',
  imageAlt: 'Photo de profil actuelle',
  previewAlt: 'Nouvelle photo de profil',
  hint: (rules, format) =>
    `${format.types(rules.types)}, ${format.bytes(rules.maxSizeBytes)} maximum. ` +
    'Vous pouvez aussi déposer ou coller une photo.',
  dropHere: 'Déposez la photo pour l’utiliser.',
  checking: 'Vérification de la photo.',
  uploading: (fileName) => `Envoi de ${fileName}.`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(sentBytes)} sur ${format.bytes(totalBytes)}`,
  progress: 'Envoi de la photo',
  uploaded: (fraction, format) => `${format.percent(fraction)} envoyés.`,
  slow: 'L’envoi est toujours en cours. Votre connexion est lente.',
  finishing: 'Finalisation.',
  waitingForConnection: 'Vous êtes hors ligne. L’envoi reprendra au retour de la connexion.',
  backOnline: 'De nouveau en ligne. L’envoi reprend.',
  saved: 'Photo de profil enregistrée.',
  cancelled: 'Envoi annulé.',
  removing: 'Suppression de la photo.',
  removed: 'Photo de profil supprimée.',
  restored: 'Photo de profil rétablie.',
  undoAvailable: '«\u00A0Annuler la suppression\u00A0» est disponible.',
  retryAvailable: '«\u00A0Réessayer\u00A0» est disponible.',
  pastedPhoto: 'Photo collée',
  required: 'Choisissez une photo.',
  unfinished: 'Attendez la fin de l’envoi de votre photo.',
  errorPrefix: 'Erreur\u00A0:',
  errors: {
    'file-empty': 'Le fichier sélectionné est vide.',
    'too-many-files': ({ count }, format) =>
      `Choisissez une seule photo. Vous en avez choisi ${format.number(count)}.`,
    'folder-dropped': 'Les dossiers ne peuvent pas être utilisés. Choisissez une photo.',
    'link-dropped':
      'Cette image est un lien. Enregistrez-la sur votre appareil, ou copiez l’image et collez-la.',
    'unsupported-type': ({ type, allowed }, format) =>
      `Le fichier sélectionné doit être au format ${format.types(allowed)}. ` +
      (type === null
        ? 'Ce n’est pas une image que nous reconnaissons.'
        : `Il est au format ${format.types([type])}.`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `Le fichier sélectionné ne doit pas dépasser ${format.bytes(maxSizeBytes)}. ` +
      `Il fait ${format.bytes(sizeBytes)}.`,
    'picture-corrupt': 'Nous n’avons pas pu ouvrir cette image. Elle est peut-être endommagée.',
    'picture-too-small': ({ minSidePixels }, format) =>
      `Cette image est trop petite. Elle doit faire au moins ${format.number(minSidePixels)} pixels de large et de haut.`,
    'too-many-pixels': 'Cette image a trop de pixels. Choisissez-en une plus petite.',
    'heic-unsupported': ({ allowed }, format) =>
      `Cette photo est au format HEIC. Choisissez une photo au format ${format.types(allowed)}.`,
    'metadata-left': 'Nous n’avons pas pu retirer la localisation de cette photo. Choisissez-en une autre.',
    unauthenticated: 'Votre session a expiré. Reconnectez-vous, puis réessayez.',
    forbidden: 'Vous n’avez pas l’autorisation de modifier cette photo.',
    'request-rejected': refused,
    'rate-limited': 'Trop de photos en peu de temps. Patientez un peu, puis réessayez.',
    'backend-unavailable': failed,
    'storage-misconfigured': 'Les photos ne peuvent pas être enregistrées pour le moment.',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': 'Les photos ne peuvent être envoyées que par une connexion sécurisée (https).',
    offline: 'Vous êtes hors ligne. Réessayez une fois la connexion rétablie.',
    network: unreachable,
    cors: unreachable,
    stalled: unreachable,
    'url-expired': failed,
    'signature-mismatch': failed,
    'clock-skew': failed,
    'credentials-expired': failed,
    'checksum-mismatch': failed,
    'storage-busy': failed,
    'storage-rejected': failed,
    redirected: broken,
    'not-uploaded': failed,
    'ticket-invalid': failed,
    revoked: 'Cet envoi a été interrompu. Choisissez de nouveau une photo.',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'Une photo plus récente a déjà été enregistrée.',
    'remove-rejected': ({ reason }) => withReason('La photo n’a pas pu être supprimée.', reason),
    aborted: 'L’envoi a été annulé.',
    unexpected: 'Un problème est survenu. Réessayez.',
  },
}
