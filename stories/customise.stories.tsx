import type { Meta } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { ProfileImageDropzone, type UseProfileImageUploadOptions } from '../src/index.ts'
import { ClassOfState as ClassOfStateExample } from './examples/class-of-state.tsx'
import { Classes as ClassesExample } from './examples/classes.tsx'
import { InGerman, InWordsOfYourOwn } from './examples/messages.tsx'
import { Tailwind as TailwindExample } from './examples/tailwind.tsx'
import './examples/examples.css'
import './examples/tailwind.css'
import { exampleOf, gallery } from './stage/gallery.tsx'
import { ENDPOINT } from './stage/network.ts'
import { type ExampleStory, hint, ownPage, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene } from './stage/scene.ts'
import { withoutStylesheet } from './stage/without-stylesheet.ts'

/** Other classes and other words. The code below each story is the whole code of it. */
const meta: Meta<UseProfileImageUploadOptions> = {
  title: 'Customise/Classes and words',
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

const saved = { phase: 'idle', buttons: ['Change photo', 'Remove photo'], lines: [hint], said: [] } as const

/** `className` for the whole, `classNames` for its parts. Any class of yours wins over the stylesheet, without `!important`. */
export const Classes: ExampleStory = {
  args: { src: portraitUrl },
  parameters: exampleOf('classes'),
  render: (args) => <ClassesExample {...args} />,
  async play(context) {
    const scene = openScene(context)
    await scene.looks({ ...saved, picture: 'Current profile photo' })
    await expect(scene.part('choose')).toHaveStyle({ borderRadius: '999px' })
    await expect(scene.group).toHaveStyle({ borderRadius: '0px' })
  },
}

/** Of a part, `className` may be a function of the phase, the drag, and whether there is an image. */
export const ClassOfState: ExampleStory = {
  parameters: exampleOf('class-of-state'),
  render: (args) => <ClassOfStateExample {...args} />,
  async play(context) {
    const scene = openScene(context)
    await expect(scene.part('choose')).toHaveClass('pill', { exact: true })
    scene.backend.fail('forbidden')
    await scene.choose()
    await scene.sounds([
      'status: Uploading portrait.jpg.',
      'alert: Error: You do not have permission to change this photo.',
    ])
    await expect(scene.part('choose')).toHaveClass('pill urgent', { exact: true })
  },
}

/** Utility classes go on the parts, with `data-[…]` for what depends on the state. This page has a few that stand in for Tailwind. */
export const Tailwind: ExampleStory = {
  parameters: exampleOf('tailwind'),
  render: (args) => <TailwindExample {...args} />,
  async play(context) {
    const scene = openScene(context)
    await expect(scene.part('choose')).toHaveStyle({ backgroundColor: 'rgb(0, 105, 168)' })
    const hold = scene.backend.hold('send')
    await scene.choose()
    await hold.reached
    await expect(scene.part('choose')).toHaveStyle({ backgroundColor: 'rgb(2, 74, 112)' })
    await scene.sounds(['status: Uploading portrait.jpg.'])
  },
}

/** Without `styles.css`: a picture, texts and buttons as the browser has them. What is unseen stays unseen. */
export const Unstyled: ExampleStory = {
  args: { src: portraitUrl },
  parameters: { ...ownPage, docs: { ...ownPage.docs, canvas: { sourceState: 'none' } } },
  beforeEach: withoutStylesheet,
  render: (args) => <ProfileImageDropzone {...args} />,
  async play(context) {
    const scene = openScene(context)
    await scene.looks({ ...saved, picture: 'Current profile photo' })
    await expect(scene.group).toHaveStyle({ borderStyle: 'none' })
    for (const region of scene.group.querySelectorAll('[role=status], [role=alert]')) {
      await expect(region.getBoundingClientRect().width).toBeLessThanOrEqual(1)
    }
  },
}

/** Six languages come with the package. Numbers and lists follow the language. */
export const OtherLanguage: ExampleStory = {
  parameters: exampleOf('messages'),
  render: (args) => <InGerman {...args} />,
  async play(context) {
    const scene = openScene(context)
    await scene.sounds([])
    await expect(scene.group).toHaveAccessibleName('Profilfoto')
    await expect(scene.buttons()).toEqual(['Foto auswählen'])
    await expect(scene.part('hint')).toHaveTextContent(/JPEG, PNG oder WebP.*5.MB/)
  },
}

/** Or words of your own, one by one over the English ones. */
export const SomeWords: ExampleStory = {
  render: (args) => <InWordsOfYourOwn {...args} />,
  async play(context) {
    const scene = openScene(context)
    await expect(scene.group).toHaveAccessibleName('Team logo')
    await expect(scene.part('hint')).toHaveTextContent(/^A square picture, up to 5\sMB\.$/)
    await scene.choose()
    await scene.sounds([
      'status: Hanging up portrait.jpg.',
      'status: Finishing.',
      'status: Profile photo saved.',
    ])
    await expect(scene.buttons()).toEqual(['Change photo', 'Remove photo'])
  },
}
