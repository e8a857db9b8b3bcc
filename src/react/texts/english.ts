import type { Messages } from './messages.ts'
import { withReason } from './with-reason.ts'

const unreachable = 'We could not reach the upload service. Check your connection and try again.'
const failed = 'We could not upload your photo. Try again.'
// The same file would fail in the same way: nothing to try.
const broken = 'We could not upload your photo.'
const refused = ({ reason }: { reason: string | null }) => withReason('This photo was not accepted.', reason)

/** The texts of the component, unless others are given. */
export const english: Messages = {
  locale: 'en-GB',
  label: 'Profile photo',
  choose: 'Choose photo',
  change: 'Change photo',
  take: 'Take photo',
  remove: 'Remove photo',
  cancel: 'Cancel',
  retry: 'Try again',
  undo: 'Undo',
  imageAlt: 'Current profile photo',
  previewAlt: 'New profile photo',
  hint: (rules, format) =>
    `${format.types(rules.types)}, up to ${format.bytes(rules.maxSizeBytes)}. You can also drop or paste a photo.`,
  dropHere: 'Drop to use this photo.',
  checking: 'Checking photo.',
  uploading: (fileName) => `Uploading ${fileName}.`,
  sent: (sentBytes, totalBytes, format) => `${format.bytes(sentBytes)} of ${format.bytes(totalBytes)}`,
  progress: 'Uploading photo',
  uploaded: (fraction, format) => `${format.percent(fraction)} uploaded.`,
  slow: 'Still uploading. Your connection is slow.',
  finishing: 'Finishing.',
  waitingForConnection: 'You are offline. The upload will continue when you reconnect.',
  backOnline: 'Back online. Continuing.',
  saved: 'Profile photo saved.',
  cancelled: 'Upload cancelled.',
  removing: 'Removing photo.',
  removed: 'Profile photo removed.',
  restored: 'Profile photo restored.',
  undoAvailable: 'Undo is available.',
  retryAvailable: 'Try again is available.',
  pastedPhoto: 'Pasted photo',
  required: 'Choose a photo.',
  unfinished: 'Wait for your photo to finish uploading.',
  errorPrefix: 'Error:',
  errors: {
    'file-empty': 'The selected file is empty.',
    'too-many-files': ({ count }, format) => `Choose one photo. You chose ${format.number(count)}.`,
    'folder-dropped': 'Folders cannot be used. Choose one photo.',
    'link-dropped': 'That picture is a link. Save it to your device, or copy the picture and paste it.',
    'unsupported-type': ({ type, allowed }, format) =>
      `The selected file must be a ${format.types(allowed)}. ` +
      (type === null
        ? 'It is not a picture that we recognise.'
        : `It is a file of type ${format.types([type])}.`),
    'file-too-large': ({ sizeBytes, maxSizeBytes }, format) =>
      `The selected file must be at most ${format.bytes(maxSizeBytes)}. It is ${format.bytes(sizeBytes)}.`,
    'picture-corrupt': 'We could not open this picture. It may be damaged.',
    'picture-too-small': ({ minSidePixels }, format) =>
      `This picture is too small. It must be at least ${format.number(minSidePixels)} pixels wide and high.`,
    'too-many-pixels': 'This picture has too many pixels. Choose a smaller one.',
    'heic-unsupported': ({ allowed }, format) =>
      `This photo is in the HEIC format. Choose a ${format.types(allowed)}.`,
    'metadata-left': 'We could not remove the location from this photo. Choose another.',
    unauthenticated: 'Your session has ended. Sign in again, then try again.',
    forbidden: 'You do not have permission to change this photo.',
    'request-rejected': refused,
    'rate-limited': 'Too many photos in a short time. Wait a little, then try again.',
    'backend-unavailable': failed,
    'storage-misconfigured': 'Photos cannot be saved at the moment.',
    'bad-response': broken,
    'insecure-url': broken,
    'insecure-context': 'Photos can only be uploaded over a secure (https) connection.',
    offline: 'You are offline. Try again when you are connected.',
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
    revoked: 'This upload was stopped. Choose a photo again.',
    changed: failed,
    'confirm-rejected': refused,
    superseded: 'A newer photo has already been saved.',
    'remove-rejected': ({ reason }) => withReason('The photo could not be removed.', reason),
    aborted: 'The upload was cancelled.',
    unexpected: 'Something went wrong. Try again.',
  },
}
