import type { Messages } from '../react/texts/messages.ts'
import { withReason } from '../react/texts/with-reason.ts'

const unreachable =
  'Wir konnten den Upload-Dienst nicht erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.'
const broken = 'Wir konnten Ihr Foto nicht hochladen.'
const failed = 'Wir konnten Ihr Foto nicht hochladen. Versuchen Sie es erneut.'
const refused = ({ reason }: { reason: string | null }) =>
  withReason('Dieses Foto wurde nicht angenommen.', reason)

/** The texts of the component in German. */
export const de: Messages = {
  locale: 'de',
  label: 'Profilfoto',
  choose: 'Foto auswählen',
  change: 'Foto ändern',
  take: 'Foto aufnehmen',
  remove: 'Foto entfernen',
  cancel: 'Abbrechen',
  retry: 'Erneut versuchen',
  undo: 'Rückgängig machen',
  imageAlt: 'Aktuelles Profilfoto',
  previewAlt: 'Neues Profilfoto',
  hint: (rules, format) =>
    `${format.types(rules.types)}, maximal ${format.bytes(rules.maxSizeBytes)}. ` +
    'Sie können ein Foto auch hierher ziehen oder einfügen.',
  dropHere: 'Loslassen, um dieses Foto zu verwenden.',
  checking: 'Foto wird geprüft.',
  uploading: (fileName) => `${fileName} wird hochgeladen.`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(sentBytes)} von ${format.bytes(totalBytes)}`,
  progress: 'Foto wird hochgeladen',
  uploaded: (fraction, format) => `${format.percent(fraction)} hochgeladen.`,
  slow: 'Der Upload läuft noch. Ihre Verbindung ist langsam.',
  finishing: 'Wird abgeschlossen.',
  waitingForConnection: 'Sie sind offline. Der Upload wird fortgesetzt, sobald Sie wieder verbunden sind.',
  backOnline: 'Wieder online. Der Upload wird fortgesetzt.',
  saved: 'Profilfoto gespeichert.',
  cancelled: 'Upload abgebrochen.',
  removing: 'Foto wird entfernt.',
  removed: 'Profilfoto entfernt.',
  restored: 'Profilfoto wiederhergestellt.',
  undoAvailable: '„Rückgängig machen“ ist verfügbar.',
  retryAvailable: '„Erneut versuchen“ ist verfügbar.',
  pastedPhoto: 'Eingefügtes Foto',
  required: 'Wählen Sie ein Foto aus.',
  unfinished: 'Warten Sie, bis Ihr Foto hochgeladen ist.',
  errorPrefix: 'Fehler:',
  errors: {
    'file-empty': 'Die ausgewählte Datei ist leer.',
    'too-many-files': ({ count }, format) =>
      `Wählen Sie nur ein Foto aus. Sie haben ${format.number(count)} ausgewählt.`,
    'folder-dropped': 'Ordner können nicht verwendet werden. Wählen Sie ein Foto aus.',
    'link-dropped':
      'Dieses Bild ist ein Link. Speichern Sie es auf Ihrem Gerät, oder kopieren Sie das Bild und fügen Sie es ein.',
    'unsupported-type': ({ type, allowed }, format) =>
      `Die ausgewählte Datei muss vom Typ ${format.types(allowed)} sein. ` +
      (type === null ? 'Sie ist kein Bild, das wir erkennen.' : `Sie ist vom Typ ${format.types([type])}.`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `Die ausgewählte Datei darf höchstens ${format.bytes(maxSizeBytes)} groß sein. ` +
      `Sie ist ${format.bytes(sizeBytes)} groß.`,
    'picture-corrupt': 'Wir konnten dieses Bild nicht öffnen. Möglicherweise ist es beschädigt.',
    'picture-too-small': ({ minSidePixels }, format) =>
      `Dieses Bild ist zu klein. Es muss mindestens ${format.number(minSidePixels)} Pixel breit und hoch sein.`,
    'too-many-pixels': 'Dieses Bild hat zu viele Pixel. Wählen Sie ein kleineres aus.',
    'heic-unsupported': ({ allowed }, format) =>
      `Dieses Foto hat das Format HEIC. Wählen Sie ein Foto vom Typ ${format.types(allowed)} aus.`,
    'metadata-left':
      'Wir konnten den Aufnahmeort nicht aus diesem Foto entfernen. Wählen Sie ein anderes aus.',
    unauthenticated: 'Ihre Sitzung ist abgelaufen. Melden Sie sich wieder an und versuchen Sie es erneut.',
    forbidden: 'Sie dürfen dieses Foto nicht ändern.',
    'request-rejected': refused,
    'rate-limited': 'Zu viele Fotos in kurzer Zeit. Warten Sie etwas und versuchen Sie es erneut.',
    'backend-unavailable': failed,
    'storage-misconfigured': 'Zurzeit können keine Fotos gespeichert werden.',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': 'Fotos können nur über eine sichere Verbindung (https) hochgeladen werden.',
    offline: 'Sie sind offline. Versuchen Sie es erneut, sobald Sie verbunden sind.',
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
    revoked: 'Dieser Upload wurde gestoppt. Wählen Sie noch einmal ein Foto aus.',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'Es wurde bereits ein neueres Foto gespeichert.',
    'remove-rejected': ({ reason }) => withReason('Das Foto konnte nicht entfernt werden.', reason),
    aborted: 'Der Upload wurde abgebrochen.',
    unexpected: 'Etwas ist schiefgelaufen. Versuchen Sie es erneut.',
  },
}
