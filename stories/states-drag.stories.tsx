import type { Meta } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { ProfileImageDropzone } from '../src/index.ts'
import { samplePicture } from '../src/testing/index.ts'
import { drag, transferOf } from './stage/drag.ts'
import { gallery } from './stage/gallery.tsx'
import { hint, ownPage, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { openScene, type Scene } from './stage/scene.ts'
import { ENDPOINT } from './stage/network.ts'

/** What something that is dragged looks like. It is no part of an upload's state: an upload goes on under it. */
const meta: Meta<PhotoArgs> = {
  title: 'States/Dragging',
  component: ProfileImageDropzone,
  tags: ['state'],
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

/** A file is dragged over the page, and not over the component yet: an outline shows where it can be dropped. */
export const Near: PhotoStory = {
  parameters: ownPage,
  async play(context) {
    const scene = openScene(context)
    drag('dragenter', document.body, transferOf(samplePicture()))
    await hasDrag(scene, 'near')
    await scene.looks({ ...idle, lines: [hint], said: [] })
  },
}

/** It can be dropped here. Said once. */
export const Accept: PhotoStory = {
  parameters: ownPage,
  async play(context) {
    const scene = openScene(context)
    drag('dragenter', scene.group, transferOf(samplePicture()))
    await hasDrag(scene, 'accept')
    await scene.looks({
      ...idle,
      lines: ['Drop to use this photo.'],
      said: ['status: Drop to use this photo.'],
    })
  },
}

/** The browser says that it is of a type that is not accepted. The line names what is. */
export const Reject: PhotoStory = {
  parameters: ownPage,
  async play(context) {
    const scene = openScene(context)
    drag('dragenter', scene.group, transferOf(new File(['Notes'], 'notes.txt', { type: 'text/plain' })))
    await hasDrag(scene, 'reject')
    await scene.looks({ ...idle, lines: [hint], said: [] })
  },
}

const idle = { phase: 'idle', buttons: ['Choose photo'], picture: null } as const

function hasDrag({ group }: Scene, state: string): Promise<void> {
  return waitFor(() => expect(group).toHaveAttribute('data-drag', state))
}
