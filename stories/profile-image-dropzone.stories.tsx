import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { ProfileImageDropzone, type ProfileImageDropzoneProps } from '../src/index.ts'
import { samplePicture } from '../demo/page/sample-picture.ts'
import { scriptedBackend, scriptedSend, sendRefused, sendUntil } from './scripted-network.ts'

type Args = Exclude<ProfileImageDropzoneProps, { uploader: unknown }>

/** Choose a picture, drop one anywhere on the card, or paste one while a button of it has the focus. */
const meta: Meta<Args> = {
  title: 'ProfileImageDropzone',
  component: ProfileImageDropzone,
  args: { endpoint: scriptedBackend('stories'), send: scriptedSend({ durationMs: 1_500, steps: 30 }) },
  argTypes: {
    endpoint: {
      control: false,
      description: 'Address of the handler, e.g. "/api/profile-image", or a backend of your own.',
    },
    src: { control: 'text', description: 'URL of the saved image, from your data.' },
    rules: { control: 'object', description: 'What is accepted. Default: JPEG, PNG and WebP up to 5 MiB.' },
    disabled: { control: 'boolean', description: 'Nothing can be chosen, dropped or pasted. Default false.' },
    onImageChange: { description: 'The server has saved an image.' },
    onError: { description: 'An upload has failed. Not called for a cancel.' },
    label: { control: 'text' },
    fallback: { control: false },
    messages: { control: 'object', description: 'Texts over the English ones.' },
    send: { control: false, description: 'One PUT. Default: XMLHttpRequest.' },
    queryClient: { control: false, description: 'Default: the client of the nearest QueryClientProvider.' },
    style: { control: false },
  },
}
export default meta
type Story = StoryObj<Args>

/** The docs page shows the state that a story is about, which its play function brings about. */
const playsInDocs = { docs: { story: { autoplay: true } } }

/** The whole way, over a scripted network: checked, sent with moving progress, confirmed, saved. */
export const Playground: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement)
    await choose(canvasElement)
    await expect(await canvas.findByRole('progressbar')).toHaveAccessibleName('Uploading photo')
    const seen = await percentsUntilSaved(canvasElement)
    await expect(seen.length).toBeGreaterThan(3)
    await expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
    await expect(Math.max(...seen)).toBeLessThan(100)
    await expect(canvas.getByRole('img', { name: 'Current profile photo' })).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Change photo' })).toBeVisible()
  },
}

/** With an image that is saved already. */
export const WithImage: Story = {
  args: { src: '/portrait.svg' },
  async play({ canvasElement }) {
    const group = within(canvasElement).getByRole('group', { name: 'Profile photo' })
    await expect(within(group).getByRole('img', { name: 'Current profile photo' })).toBeVisible()
    await expect(buttonNames(group)).toEqual(['Change photo'])
  },
}

/** While the bytes move. The upload can be cancelled or replaced. */
export const Uploading: Story = {
  args: { send: sendUntil(0.42) },
  parameters: playsInDocs,
  async play({ canvasElement }) {
    await choose(canvasElement)
    const canvas = within(canvasElement)
    const bar = await canvas.findByRole('progressbar')
    await waitFor(() => expect(bar).toHaveAttribute('aria-valuenow', '42'))
    await expect(canvas.getByRole('status')).toHaveTextContent('Uploading portrait.jpg.')
    await expect(buttonNames(canvasElement)).toEqual(['Choose photo', 'Cancel'])
  },
}

/** The storage refused the upload. The saved picture is back, and trying again needs no new choice. */
export const Failed: Story = {
  name: 'Error',
  args: { send: sendRefused, src: '/portrait.svg' },
  parameters: playsInDocs,
  async play({ canvasElement }) {
    await choose(canvasElement)
    const canvas = within(canvasElement)
    await waitFor(() =>
      expect(canvas.getByRole('alert')).toHaveTextContent(
        'Error: We could not upload your photo. Try again. Try again is available.',
      ),
    )
    await expect(canvas.getByRole('img')).toHaveAttribute('src', '/portrait.svg')
    await expect(buttonNames(canvasElement)).toEqual(['Change photo', 'Try again'])
    await expect(canvas.getByRole('button', { name: 'Change photo' })).toHaveAccessibleDescription(
      /We could not upload your photo/,
    )
  },
}

async function choose(canvasElement: HTMLElement): Promise<void> {
  const input = canvasElement.querySelector<HTMLInputElement>('input[type=file]')
  if (input === null) throw new Error('The component has no file input.')
  await userEvent.upload(input, await samplePicture({ name: 'portrait.jpg', side: 640, hasGrain: false }))
}

function buttonNames(element: HTMLElement): (string | null)[] {
  return within(element)
    .getAllByRole('button')
    .map((button) => button.textContent)
}

/** The values that the bar went through. */
async function percentsUntilSaved(canvasElement: HTMLElement): Promise<number[]> {
  const seen = new Set<number>()
  const observer = new MutationObserver(() => {
    const value = canvasElement.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')
    if (typeof value === 'string') seen.add(Number(value))
  })
  observer.observe(canvasElement, { attributes: true, childList: true, subtree: true })
  await waitFor(
    () => expect(within(canvasElement).getByRole('status')).toHaveTextContent('Profile photo saved.'),
    { timeout: 10_000 },
  )
  observer.disconnect()
  return [...seen]
}
