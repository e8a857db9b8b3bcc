import type { Meta } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { ProfileImageDropzone } from '../src/index.ts'
import { dropPicture, pastePicture, samplePicture } from '../src/testing/index.ts'
import { drag, folderTransfer, linkTransfer } from './stage/drag.ts'
import { gallery } from './stage/gallery.tsx'
import { ownPage, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { openScene } from './stage/scene.ts'
import { ENDPOINT } from './stage/network.ts'
import { pretendToBeAPhone } from './stage/touch.ts'

/** What people choose, drop and paste, for better or worse. What is refused here was never sent. */
const meta: Meta<PhotoArgs> = {
  title: 'Inputs',
  component: ProfileImageDropzone,
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

/** Of a file that is refused: what is wrong with it, and no "Try again", because it would not help. */
function refused(text: string) {
  return {
    phase: 'error',
    buttons: ['Choose photo'],
    lines: [`Error: ${text}`],
    picture: null,
    said: [`alert: Error: ${text}`],
  } as const
}

function saved(name: string) {
  return {
    phase: 'success',
    buttons: ['Change photo', 'Remove photo'],
    lines: ['Profile photo saved.'],
    picture: 'Current profile photo',
    said: [`status: Uploading ${name}.`, 'status: Finishing.', 'status: Profile photo saved.'],
  } as const
}

/** One byte more than the rules allow. The text names the limit and the size. */
export const TooLarge: PhotoStory = {
  args: { rules: { maxSizeBytes: 2 * 1024 * 1024 } },
  async play(context) {
    const scene = openScene(context)
    await scene.choose(samplePicture('tooLarge'))
    await scene.looks(refused('The selected file must be at most 2\u00A0MB. It is 5.1\u00A0MB.'))
  },
}

/** SVG can carry scripts, and is never accepted. */
export const WrongType: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.choose(samplePicture('svg'))
    await scene.looks(refused('The selected file must be a JPEG, PNG or WebP. It is a file of type SVG.'))
  },
}

/** A program that is named like a picture: its bytes decide. */
export const Renamed: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.choose(samplePicture('renamed'))
    await scene.looks(
      refused('The selected file must be a JPEG, PNG or WebP. It is not a picture that we recognise.'),
    )
  },
}

/** No bytes at all, as of a download that never ended. */
export const Empty: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.choose(samplePicture('empty'))
    await scene.looks(refused('The selected file is empty.'))
  },
}

/** Which of the two was meant is not guessed. */
export const TwoFiles: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await dropPicture(scene.group, samplePicture('jpeg'), samplePicture('png'))
    await scene.looks(refused('Choose one photo. You chose 2.'))
  },
}

/** Nothing in a folder was chosen, so nothing in it is read. */
export const Folder: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    drag('drop', scene.group, folderTransfer())
    await scene.looks(refused('Folders cannot be used. Choose one photo.'))
  },
}

/** A picture that is dragged from another page comes as an address, which is not fetched. */
export const LinkDrag: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    drag('drop', scene.group, linkTransfer())
    await scene.looks(
      refused('That picture is a link. Save it to your device, or copy the picture and paste it.'),
    )
  },
}

/** As phones of Apple write it. Safari hands over a JPEG by itself, because HEIC is not in the list of the picker. */
export const Heic: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.choose(samplePicture('heic'))
    await scene.looks(refused('This photo is in the HEIC format. Choose a JPEG, PNG or WebP.'))
  },
}

/** Pasted while the focus is in the component. Browsers make up names for such files; users read "Pasted photo". */
export const PasteImage: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await pastePicture(scene.group, samplePicture('png', { name: 'image.png' }))
    await scene.looks(saved('Pasted photo'))
  },
}

/** The pixels lie on their side, and the Exif data says so: it is shown upright. */
export const ExifRotated: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.choose(samplePicture('rotated'))
    await scene.looks(saved('rotated.jpg'))
    await expect(scene.backend.current).toMatchObject({ width: 320, height: 240 })
  },
}

/** Where the main pointer is a finger there is a button for the camera: pickers of Android leave it out. */
export const CameraPhone: PhotoStory = {
  parameters: ownPage,
  beforeEach: pretendToBeAPhone,
  async play(context) {
    const scene = openScene(context)
    await scene.looks({
      phase: 'idle',
      buttons: ['Choose photo', 'Take photo'],
      lines: ['JPEG, PNG or WebP, up to 5\u00A0MB. You can also drop or paste a photo.'],
      picture: null,
      said: [],
    })
    await expect(scene.group.querySelector('input[capture]')).toHaveAttribute('capture', 'user')
  },
}
