import type { Meta } from '@storybook/react-vite'
import { ProfileImageDropzone } from '../src/index.ts'
import { argTypesOf } from './stage/arg-types.ts'
import { ENDPOINT } from './stage/network.ts'
import { hint, type PhotoArgs, type PhotoStory } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'

const props = argTypesOf('UseProfileImageUploadOptions', 'DropzoneLook')

/**
 * The whole component, with every prop. Choose, drop or paste a picture of yours: it is sent to a bucket in the memory of
 * this page, and goes nowhere else. Theme, direction, language and network are in the toolbar.
 */
const meta: Meta<PhotoArgs> = {
  title: 'Start/Playground',
  component: ProfileImageDropzone,
  argTypes: {
    ...props,
    src: {
      ...props['src'],
      control: 'select',
      options: ['none', 'a photo'],
      mapping: { none: null, 'a photo': portraitUrl },
    },
    rules: { ...props['rules'], control: 'object' },
    messages: { ...props['messages'], control: 'object' },
    onImageChange: { ...props['onImageChange'], action: 'onImageChange' },
    onError: { ...props['onError'], action: 'onError' },
  },
  args: { endpoint: ENDPOINT },
}
export default meta

export const Playground: PhotoStory = {
  async play(context) {
    const scene = openScene(context)
    await scene.looks({ phase: 'idle', buttons: ['Choose photo'], lines: [hint], picture: null, said: [] })
  },
}
