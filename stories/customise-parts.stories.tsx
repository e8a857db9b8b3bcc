import type { Meta } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import type { UseProfileImageUploadOptions } from '../src/index.ts'
import { choosePicture, createTestBackend } from '../src/testing/index.ts'
import { Headless as HeadlessExample } from './examples/headless.tsx'
import { Parts as PartsExample } from './examples/parts.tsx'
import { TwoOnAPage as TwoExample } from './examples/two-on-a-page.tsx'
import './examples/examples.css'
import { exampleOf, gallery } from './stage/gallery.tsx'
import { ENDPOINT } from './stage/network.ts'
import { type ExampleStory, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene, portrait } from './stage/scene.ts'

/** Another arrangement: the parts, then the hook that they are made of. The code below each story is the whole code of it. */
const meta: Meta<UseProfileImageUploadOptions> = {
  title: 'Customise/Parts and hook',
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

const upload = ['status: Uploading portrait.jpg.', 'status: Finishing.', 'status: Profile photo saved.']

/**
 * The same elements in an order of yours, with anything between them. `render` puts a button of your design system in the
 * place of the part's own. Focus and announcements are still kept.
 */
export const Parts: ExampleStory = {
  args: { src: portraitUrl },
  parameters: exampleOf('parts'),
  render: (args) => <PartsExample {...args} />,
  async play(context) {
    const scene = openScene(context)
    await expect(scene.group).toHaveAccessibleName('Profile photo')
    await expect(scene.buttons()).toEqual(['Change photo', 'Remove photo'])
    await scene.press('remove')
    await scene.hasFocus('choose')
    await scene.sounds(['status: Profile photo removed. Undo is available.'])
    await expect(scene.buttons()).toEqual(['Choose photo', 'Undo'])
    await scene.press('undo')
    await scene.hasFocus('choose')
    await scene.sounds([
      'status: Profile photo removed. Undo is available.',
      'status: Profile photo restored.',
    ])
    await expect(scene.part('choose')).toHaveAttribute('data-tone', 'loud')
  },
}

/**
 * `useProfileImageUpload` has the state, the actions, and getters of props for elements of yours. At this level you speak
 * to screen readers yourself: here a `status` and an `alert` of the example do.
 */
export const Headless: ExampleStory = {
  parameters: exampleOf('headless'),
  render: (args) => <HeadlessExample {...args} />,
  async play(context) {
    const scene = openScene(context)
    await expect(scene.group).toHaveAccessibleName('Profile photo')
    const button = within(scene.group).getByRole('button', { name: 'Choose' })
    await expect(button).toHaveAccessibleDescription(/^A square picture looks best\./)
    const hold = scene.backend.hold('send')
    await scene.choose()
    await hold.reached
    hold.progress(0.42)
    const bar = within(scene.group).getByRole('progressbar', { name: 'Uploading photo' })
    await waitFor(() => expect(bar).toHaveAttribute('aria-valuenow', '42'))
    hold.release()
    await scene.sounds(['status: Uploading.', 'status: Saved.'])
    await expect(scene.buttons()).toEqual(['Change'])
  },
}

/** Each has its name, its upload, and its voice: what happens in one changes nothing in the other. */
export const TwoOnAPage: ExampleStory = {
  parameters: exampleOf('two-on-a-page'),
  render: (args) => <TwoExample person={args} team={{ ...args, ...team.props }} />,
  async play(context) {
    const scene = openScene(context)
    const query = within(context.canvasElement)
    const other = query.getByRole('group', { name: 'Team logo' })
    await expect(scene.group).toHaveAccessibleName('Your photo')
    await scene.choose()
    await scene.sounds(upload)
    await expect(other).toHaveAttribute('data-state', 'idle')

    await choosePicture(other, await portrait())
    await scene.sounds([...upload, ...upload])
    await expect(scene.backend.images).toHaveLength(1)
    const ids = [...context.canvasElement.querySelectorAll('[id]')].map(({ id }) => id)
    await expect(new Set(ids).size).toBe(ids.length)
  },
}

const team = createTestBackend({ endpoint: '/api/team-logo', owner: 'team:1' })
