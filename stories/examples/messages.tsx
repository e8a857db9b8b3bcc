import {
  type PartialMessages,
  ProfileImageDropzone,
  type UseProfileImageUploadOptions,
} from 'react-profile-image-upload'
import { de } from 'react-profile-image-upload/messages/de'

export const InGerman = (options: UseProfileImageUploadOptions) => (
  <div lang="de">
    <ProfileImageDropzone {...options} messages={de} />
  </div>
)

const logoWords = {
  label: 'Team logo',
  choose: 'Choose logo',
  uploading: (fileName) => `Hanging up ${fileName}.`,
  hint: (rules, format) => `A square picture, up to ${format.bytes(rules.maxSizeBytes)}.`,
} satisfies PartialMessages

export const InWordsOfYourOwn = (options: UseProfileImageUploadOptions) => (
  <ProfileImageDropzone {...options} messages={logoWords} />
)
