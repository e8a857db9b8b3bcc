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
    await dragOver(scene, document.body, samplePicture(), 'near')
    await scene.looks({ ...idle, lines: [hint], said: [] })
  },
}

/** It can be dropped here. Said once. */
export const Accept: PhotoStory = {
  parameters: ownPage,
  async play(context) {
    const scene = openScene(context)
    await dragOver(scene, scene.group, samplePicture(), 'accept')
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
    const notes = new File(['Notes'], 'notes.txt', { type: 'text/plain' })
    await dragOver(scene, scene.group, notes, 'reject')
    await scene.looks({ ...idle, lines: [hint], said: [] })
  },
}

const idle = { phase: 'idle', buttons: ['Choose photo'], picture: null } as const

/** Tells of the drag until somebody listens, as browsers do: a story is drawn before it is ready. */
function dragOver({ group }: Scene, over: HTMLElement, file: File, state: string): Promise<void> {
  return waitFor(() => {
    drag('dragenter', over, transferOf(file))
    return expect(group).toHaveAttribute('data-drag', state)
  })
}
