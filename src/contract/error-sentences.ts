import type { UploadErrorCode } from './upload-error.ts'

type PictureCode = Extract<
  UploadErrorCode,
  | 'file-empty'
  | 'file-too-large'
  | 'heic-unsupported'
  | 'picture-corrupt'
  | 'picture-too-small'
  | 'too-many-pixels'
  | 'unsupported-type'
>

/** What is wrong with a picture. A backend tells it as its reason. */
export const PICTURE_SENTENCES: Readonly<Record<PictureCode, string>> = {
  'file-empty': 'The file is empty.',
  'unsupported-type': 'The bytes are not of an accepted image type.',
  'file-too-large': 'The file is too large.',
  'picture-corrupt': 'The picture is damaged.',
  'picture-too-small': 'The picture has too few pixels.',
  'too-many-pixels': 'The picture has too many pixels.',
  'heic-unsupported': 'HEIC pictures are not accepted.',
}

/** For developers, in logs and consoles. What users read is made by `describeUploadError`. */
export const ERROR_SENTENCES: Readonly<Record<UploadErrorCode, string>> = {
  ...PICTURE_SENTENCES,
  'too-many-files': 'More than one file was given.',
  'folder-dropped': 'A folder was dropped.',
  'link-dropped': 'A link was dropped, not a file.',
  'metadata-left': 'The metadata of the picture could not be removed.',
  unauthenticated: 'Nobody is signed in.',
  forbidden: 'The backend forbids this upload.',
  'request-rejected': 'The backend rejected the request.',
  'rate-limited': 'Too many requests.',
  'backend-unavailable': 'The backend is not available.',
  'storage-misconfigured': 'The backend is not allowed to use its storage.',
  'bad-response': 'The backend did not answer as the contract says.',
  'insecure-url': 'The upload URL is not https.',
  'insecure-context': 'This page is not a secure context, so bytes cannot be hashed here.',
  offline: 'The device is offline.',
  network: 'The network failed.',
  cors: 'The storage refused the preflight: its CORS rules do not fit.',
  stalled: 'No byte moved for too long.',
  'url-expired': 'The upload URL had expired.',
  'signature-mismatch': 'The storage computed another signature.',
  'clock-skew': 'The clocks of the backend and the storage differ.',
  'credentials-expired': 'The credentials that signed the URL have expired.',
  'checksum-mismatch': 'The storage received other bytes than were announced.',
  'storage-busy': 'The storage is busy.',
  'storage-rejected': 'The storage rejected the upload.',
  redirected: 'The storage redirected the upload elsewhere.',
  'not-uploaded': 'The picture has not arrived in the storage.',
  'ticket-invalid': 'The backend does not know this upload.',
  revoked: 'This upload was revoked.',
  changed: 'Other bytes were stored than announced.',
  'confirm-rejected': 'The stored picture was not accepted.',
  superseded: 'A newer picture has been saved meanwhile.',
  'remove-rejected': 'The image was not removed.',
  aborted: 'The upload was cancelled.',
  unexpected: 'Something unexpected went wrong.',
}
