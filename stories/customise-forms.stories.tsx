import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import type { UseProfileImageUploadOptions } from '../src/index.ts'
import './examples/examples.css'
import { FormAction as FormActionExample } from './examples/form-action.tsx'
import { InForm } from './examples/in-form.tsx'
import { exampleOf, gallery } from './stage/gallery.tsx'
import { ENDPOINT } from './stage/network.ts'
import { type ExampleStory, withoutDelay } from './stage/photo.ts'
import { openScene } from './stage/scene.ts'

/**
 * With a `name` it is a field of the form around it, whose value is the id of the image that was saved since the form
 * began. The code below each story is the whole code of it.
 */
const meta: Meta<UseProfileImageUploadOptions> = {
  title: 'Customise/Forms',
  args: { endpoint: ENDPOINT },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

const upload = ['status: Uploading portrait.jpg.', 'status: Finishing.', 'status: Profile photo saved.']

/** The form is not sent without an image; and the browser says why, at the field. */
export const Required: ExampleStory = {
  parameters: { docs: { ...exampleOf('in-form').docs, story: { inline: false, height: '320px' } } },
  render: (args) => <InForm {...args} />,
  async play(context) {
    const scene = openScene(context)
    const query = within(context.canvasElement)
    const field = context.canvasElement.querySelector('input[name=photo]')
    await userEvent.click(query.getByRole('button', { name: 'Save profile' }))
    await expect(field).toBeInvalid()
    await expect(field).toHaveFocus()
    await expect(query.queryByText(/^Sent/)).toBeNull()

    await scene.choose()
    await scene.sounds(upload)
    await expect(field).toBeValid()
    await userEvent.click(query.getByRole('button', { name: 'Save profile' }))
    await expect(query.getByText(/^Sent with the form:/)).toHaveTextContent(
      scene.backend.current?.id ?? 'nothing',
    )
  },
}

/** While an upload runs the form waits. A reset ends the upload and empties the value; what is saved stays saved. */
export const Reset: ExampleStory = {
  parameters: { docs: { ...exampleOf('in-form').docs, story: { inline: false, height: '320px' } } },
  render: (args) => <InForm {...args} />,
  async play(context) {
    const scene = openScene(context)
    const query = within(context.canvasElement)
    const field = context.canvasElement.querySelector('input[name=photo]')
    const hold = scene.backend.hold('send')
    await scene.choose()
    await hold.reached
    await expect(field).toBeInvalid()
    await userEvent.click(query.getByRole('button', { name: 'Start over' }))
    await waitFor(() => expect(scene.group).toHaveAttribute('data-state', 'idle'))
    await expect(field).toHaveValue('')
    await expect(scene.backend.images).toHaveLength(0)
    await expect(scene.buttons()).toEqual(['Choose photo'])
  },
}

/** A form action of React 19 gets the value in its `FormData`, and `useFormStatus` says when it runs. */
export const FormAction: StoryObj<UseProfileImageUploadOptions & { save(data: FormData): Promise<void> }> = {
  parameters: exampleOf('form-action'),
  args: { save: fn(() => new Promise<void>((resolve) => setTimeout(resolve, 300))) },
  render: (args) => <FormActionExample {...args} />,
  async play(context) {
    const scene = openScene(context)
    const query = within(context.canvasElement)
    await scene.choose()
    await scene.sounds(upload)
    await userEvent.click(query.getByRole('button', { name: 'Save profile' }))
    await expect(await query.findByRole('button', { name: 'Saving…' })).toBeDisabled()
    await expect(await query.findByText(/^Sent by the action:/)).toHaveTextContent(
      scene.backend.current?.id ?? 'nothing',
    )
    await expect(context.args.save).toHaveBeenCalledOnce()
  },
}
