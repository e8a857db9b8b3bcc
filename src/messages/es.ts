import type { Messages } from '../react/texts/messages.ts'
import { withReason } from '../react/texts/with-reason.ts'

const unreachable = 'No se pudo acceder al servicio de subida. Compruebe su conexión y vuelva a intentarlo.'
const broken = 'No se pudo subir su foto.'
const failed = 'No se pudo subir su foto. Vuelva a intentarlo.'
const refused = ({ reason }: { reason: string | null }) => withReason('Esta foto no fue aceptada.', reason)

/** The texts of the component in Spanish, for readers of any country. */
export const es: Messages = {
  locale: 'es',
  label: 'Foto de perfil',
  choose: 'Elegir foto',
  change: 'Cambiar foto',
  take: 'Tomar foto',
  remove: 'Eliminar foto',
  cancel: 'Cancelar',
  retry: 'Reintentar',
  undo: 'Deshacer',
  imageAlt: 'Foto de perfil actual',
  previewAlt: 'Nueva foto de perfil',
  hint: (rules, format) =>
    `${format.types(rules.types)}, hasta ${format.bytes(rules.maxSizeBytes)}. ` +
    'También puede arrastrar una foto hasta aquí o pegarla.',
  dropHere: 'Suelte la foto para usarla.',
  checking: 'Comprobando la foto.',
  uploading: (fileName) => `Subiendo ${fileName}.`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(sentBytes)} de ${format.bytes(totalBytes)}`,
  progress: 'Subiendo la foto',
  uploaded: (fraction, format) => `${format.percent(fraction)} subido.`,
  slow: 'La subida continúa. Su conexión es lenta.',
  finishing: 'Finalizando.',
  waitingForConnection: 'Está sin conexión. La subida continuará cuando vuelva a conectarse.',
  backOnline: 'De nuevo en línea. La subida continúa.',
  saved: 'Foto de perfil guardada.',
  cancelled: 'Subida cancelada.',
  removing: 'Eliminando la foto.',
  removed: 'Foto de perfil eliminada.',
  restored: 'Foto de perfil restaurada.',
  undoAvailable: '«Deshacer» está disponible.',
  retryAvailable: '«Reintentar» está disponible.',
  pastedPhoto: 'Foto pegada',
  required: 'Elija una foto.',
  unfinished: 'Espere a que su foto termine de subirse.',
  errorPrefix: 'Error:',
  errors: {
    'file-empty': 'El archivo seleccionado está vacío.',
    'too-many-files': ({ count }, format) => `Elija una sola foto. Ha elegido ${format.number(count)}.`,
    'folder-dropped': 'No se pueden usar carpetas. Elija una foto.',
    'link-dropped': 'Esa imagen es un enlace. Guárdela en su dispositivo, o copie la imagen y péguela.',
    'unsupported-type': ({ type, allowed }, format) =>
      `El archivo seleccionado debe ser de tipo ${format.types(allowed)}. ` +
      (type === null ? 'No es una imagen que reconozcamos.' : `Es de tipo ${format.types([type])}.`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `El archivo seleccionado debe pesar ${format.bytes(maxSizeBytes)} como máximo. ` +
      `Pesa ${format.bytes(sizeBytes)}.`,
    'picture-corrupt': 'No se pudo abrir esta imagen. Puede que esté dañada.',
    'picture-too-small': ({ minSidePixels }, format) =>
      `Esta imagen es demasiado pequeña. Debe medir al menos ${format.number(minSidePixels)} píxeles de ancho y de alto.`,
    'too-many-pixels': 'Esta imagen tiene demasiados píxeles. Elija una más pequeña.',
    'heic-unsupported': ({ allowed }, format) =>
      `Esta foto está en formato HEIC. Elija una de tipo ${format.types(allowed)}.`,
    'metadata-left': 'No se pudo quitar la ubicación de esta foto. Elija otra.',
    unauthenticated: 'Su sesión ha caducado. Inicie sesión y vuelva a intentarlo.',
    forbidden: 'No tiene permiso para cambiar esta foto.',
    'request-rejected': refused,
    'rate-limited': 'Demasiadas fotos en poco tiempo. Espere un poco y vuelva a intentarlo.',
    'backend-unavailable': failed,
    'storage-misconfigured': 'En este momento no se pueden guardar fotos.',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': 'Las fotos solo se pueden subir a través de una conexión segura (https).',
    offline: 'Está sin conexión. Vuelva a intentarlo cuando se haya conectado.',
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
    revoked: 'Esta subida se detuvo. Elija de nuevo una foto.',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'Ya se ha guardado una foto más reciente.',
    'remove-rejected': ({ reason }) => withReason('No se pudo eliminar la foto.', reason),
    aborted: 'La subida fue cancelada.',
    unexpected: 'Algo salió mal. Vuelva a intentarlo.',
  },
}
