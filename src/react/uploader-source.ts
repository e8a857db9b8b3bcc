import type { ProfileImageUploader } from './profile-image-uploader.ts'
import type { UseProfileImageUploadOptions } from './use-profile-image-upload.ts'

/** Where a component has its uploader from: options for one of its own, or one that you made. Never both. */
export type UploaderSource =
  | (UseProfileImageUploadOptions & {
      /** Default: one is made with the options. */
      uploader?: undefined
    })
  | ({
      /** An uploader that you made with `useProfileImageUpload`, instead of its options. */
      uploader: ProfileImageUploader
    } & { [Option in keyof UseProfileImageUploadOptions]?: undefined })
