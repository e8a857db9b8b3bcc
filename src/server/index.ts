export {
  type AcceptedImageType,
  type ImageRules,
  imageRules,
  type ImageType,
  type PartialImageRules,
} from '../contract/image-rules.ts'
export type {
  ConfirmRequest,
  CurrentImage,
  ErrorAnswer,
  PublicImage,
  RemovedImage,
  RenewRequest,
  UploadGrant,
  UploadRequest,
} from '../contract/messages.ts'
export {
  type AnyUploadError,
  isUploadError,
  UploadError,
  type UploadErrorInit,
  type UploadStep,
} from '../contract/upload-error.ts'
export type { UploadErrorCode, UploadErrorDetails } from '../contract/error-table.ts'
export type { WireErrorCode } from '../contract/wire-code.ts'
export { createProfileImageHandler, type ProfileImageHandler } from './create-handler.ts'
export type { HandlerEvent, HandlerStep } from './handler-event.ts'
export type { ProfileImageHandlerOptions } from './handler-options.ts'
export type { ObjectHeaders, ObjectStore } from './object-store.ts'
export type { Revocation } from './routes/revoke.ts'
export type { S3Credentials } from './s3/credentials.ts'
export type { S3StoreOptions } from './s3/options.ts'
export { type S3Profile, s3Profile, type S3ProfileFacts, type S3ProfileName } from './s3/profile.ts'
export { s3Store } from './s3/s3-store.ts'
export type { StoredImage } from './image/stored-image.ts'
