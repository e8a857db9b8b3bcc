export {
  type AcceptedImageType,
  type ImageRules,
  imageRules,
  type ImageType,
  type PartialImageRules,
} from './contract/image-rules.ts'
export type {
  CurrentImage,
  PublicImage,
  RemovedImage,
  RenewRequest,
  UploadGrant,
  UploadRequest,
} from './contract/messages.ts'
export type { UploadErrorCode, UploadErrorDetails } from './contract/error-table.ts'
export {
  type AnyUploadError,
  isUploadError,
  UploadError,
  type UploadErrorInit,
  type UploadStep,
} from './contract/upload-error.ts'
export { type BackendOptions, createBackend } from './upload/steps/backend.ts'
export type { ProfileImageBackend } from './upload/steps/profile-image-backend.ts'
export { type PictureRef, preparePicture } from './upload/steps/prepare-picture.ts'
export type { SealedGrant } from './upload/steps/presigned-url.ts'
export type { SealedUndo } from './upload/steps/sealed-undo.ts'
export { createSendObject, type SendObject, type SendObjectOptions } from './upload/steps/send-object.ts'
export type { UploadProgress } from './upload/upload-progress.ts'
export type { UploadPhase, UploadState } from './upload/upload-state.ts'
export type { ImageChange } from './upload/upload-task.ts'
export type { Format } from './react/texts/format.ts'
export type { Messages, PartialMessages } from './react/texts/messages.ts'
export { describeUploadError } from './react/texts/resolve-messages.ts'
export { type MutationPorts, profileImageMutations } from './react/query/mutations.ts'
export { type PartName, type PartProps, type PartState } from './react/parts/part.tsx'
export { useProfileImageUploader } from './react/parts/root-context.ts'
export type { RootProps } from './react/parts/root.tsx'
export type { FieldProps } from './react/parts/field.tsx'
export type { UploaderSource } from './react/uploader-source.ts'
export * as ProfileImage from './react/profile-image.ts'
export { ProfileImageDropzone, type ProfileImageDropzoneProps } from './react/profile-image-dropzone.tsx'
export { profileImageKeys } from './react/query/profile-image-keys.ts'
export { profileImageQuery } from './react/query/profile-image-query.ts'
export type { ProfileImageUploader, UploaderControls } from './react/profile-image-uploader.ts'
export type { PropGetter, PropGetters } from './react/prop-getters.ts'
export type { DragState } from './react/input/use-drop-target.ts'
export { useProfileImageUpload, type UseProfileImageUploadOptions } from './react/use-profile-image-upload.ts'
export { useUploadProgress } from './react/use-upload-progress.ts'
