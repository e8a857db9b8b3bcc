import type { StoryObj } from '@storybook/react-vite'
import type {
  ProfileImageDropzoneProps,
  ProfileImageUploader,
  UseProfileImageUploadOptions,
} from '../../src/index.ts'

/** The props of a component that makes its own uploader. */
export type PhotoArgs = Exclude<ProfileImageDropzoneProps, { uploader: ProfileImageUploader }>
export type PhotoStory = StoryObj<PhotoArgs>
/** Of an example, which is given the options of the hook. */
export type ExampleStory = StoryObj<UseProfileImageUploadOptions>

/** A state or a fault happens at once, whatever network the toolbar names. */
export const withoutDelay = { network: 'direct' }

/** In an iframe of its own: what happens there concerns the whole page. */
export const ownPage = { docs: { story: { inline: false, height: '240px' } } }

export const hint = 'JPEG, PNG or WebP, up to 5\u00A0MB. You can also drop or paste a photo.'
