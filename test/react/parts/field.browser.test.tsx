import { QueryClient } from '@tanstack/react-query'
import { act, render, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type FormEvent, useRef, version } from 'react'
import * as ReactDom from 'react-dom'
import { useForm, useWatch } from 'react-hook-form'
import { describe, expect, test, vi } from 'vitest'
import { ProfileImage, ProfileImageDropzone, type ProfileImageDropzoneProps } from '../../../src/index.ts'
import { forEachOwner } from '../each-owner.ts'
import { photoIn, picture, strictly } from '../render-photo.tsx'

const real = forEachOwner()

function renderForm(props: Partial<ProfileImageDropzoneProps> = {}) {
  const submitted = vi.fn<(data: Record<string, FormDataEntryValue>) => void>()
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    submitted(Object.fromEntries(new FormData(event.currentTarget)))
  }
  const photoProps = { endpoint: real().endpoint, name: 'photo', ...props } as ProfileImageDropzoneProps
  const view = render(
    <form onSubmit={submit}>
      <ProfileImageDropzone {...photoProps} />
      <button type="submit">Save</button>
      <button type="reset">Reset</button>
    </form>,
    { wrapper: strictly(new QueryClient()) },
  )
  const field = () => {
    const input = view.container.querySelector<HTMLInputElement>('input[name=photo]')
    if (input === null) throw new Error('There is no field.')
    return input
  }
  return { ...photoIn(view.container), field, submitted, rerender: view.rerender, unmount: view.unmount }
}

test('the value is the id of the image that was saved, and nothing before', async () => {
  const { button, choose, phase, submitted } = renderForm()
  await userEvent.click(button('Save'))
  expect(submitted).toHaveBeenLastCalledWith({ photo: '' })
  choose(await picture())
  await phase('success')
  await userEvent.click(button('Save'))
  expect(submitted).toHaveBeenLastCalledWith({ photo: real().saved[0]?.id })
})

test('a form that requires a photo is not sent without one, and says why', async () => {
  const { button, field, choose, phase, submitted } = renderForm({ required: true })
  expect(field().validationMessage).toBe('Choose a photo.')
  await userEvent.click(button('Save'))
  expect(submitted).not.toHaveBeenCalled()
  choose(await picture())
  await phase('success')
  expect(field().validity.valid).toBe(true)
  await userEvent.click(button('Save'))
  expect(submitted).toHaveBeenCalledOnce()
})

test('an image that is there already is enough for a form that requires one', () => {
  expect(renderForm({ required: true, src: '/saved.png' }).field().validity.valid).toBe(true)
})

test('a form waits until the upload is confirmed, and is not held by a failed one', async () => {
  const backend = real()
  const held = backend.hold('confirm')
  const { button, field, choose, phase, submitted } = renderForm()
  choose(await picture())
  await held.reached
  expect(field().validationMessage).toBe('Wait for your photo to finish uploading.')
  await userEvent.click(button('Save'))
  expect(submitted).not.toHaveBeenCalled()
  held.release()
  await phase('success')
  expect(field().validity.valid).toBe(true)

  choose(new File(['text'], 'photo.jpg'))
  await phase('error')
  expect(field().validity.valid).toBe(true)
})

describe('a reset of the form', () => {
  test('ends what runs', async () => {
    const backend = real()
    const held = backend.hold('request-url')
    const { button, choose, phase, field } = renderForm()
    choose(await picture())
    await held.reached
    await userEvent.click(button('Reset'))
    await phase('idle')
    expect(field().validity.valid).toBe(true)
    held.release()
    expect(backend.wire).toEqual(['request-url'])
  })

  test('takes an error away', async () => {
    const { button, choose, phase, group } = renderForm()
    choose(new File(['text'], 'photo.jpg'))
    await phase('error')
    await userEvent.click(button('Reset'))
    await phase('idle')
    expect(group().querySelector('[data-part=error]')).toBeNull()
  })

  test('restores the value, and leaves the image that is saved', async () => {
    const { button, choose, phase, field, image } = renderForm()
    choose(await picture())
    await phase('success')
    await waitFor(() => expect(field().value).not.toBe(''))
    await userEvent.click(button('Reset'))
    expect(field().value).toBe('')
    expect(image()).not.toBeNull()
  })
})

test('a form elsewhere on the page is meant by its id', async () => {
  const view = render(
    <>
      <form id="settings" data-testid="settings" />
      <ProfileImageDropzone endpoint={real().endpoint} name="photo" form="settings" />
    </>,
    { wrapper: strictly(new QueryClient()) },
  )
  const photo = photoIn(view.container)
  photo.choose(await picture())
  await photo.phase('success')
  const form = view.getByTestId('settings') as HTMLFormElement
  expect(new FormData(form).get('photo')).toBe(real().saved[0]?.id)
})

test('nobody can type into the field, and it is no stop for the keyboard', async () => {
  const { field } = renderForm()
  await act(async () => field().focus())
  await userEvent.keyboard('abc')
  expect(field().value).toBe('')
  expect(field().tabIndex).toBe(-1)
  expect(field()).toHaveAccessibleName('Profile photo')
})

test('React Hook Form has the value, and hears of its changes', async () => {
  const submitted = vi.fn<(data: { photo: string }) => void>()
  function Settings() {
    const { register, handleSubmit, control } = useForm<{ photo: string }>({ defaultValues: { photo: '' } })
    return (
      <form onSubmit={handleSubmit((data) => submitted(data))}>
        <ProfileImage.Root endpoint={real().endpoint}>
          <ProfileImage.Choose />
          <ProfileImage.Field {...register('photo')} />
        </ProfileImage.Root>
        <output>{useWatch({ control, name: 'photo' })}</output>
        <button type="submit">Save</button>
      </form>
    )
  }
  const view = render(<Settings />, { wrapper: strictly(new QueryClient()) })
  const photo = photoIn(view.container)
  photo.choose(await picture())
  await photo.phase('success')
  const [saved] = real().saved
  await waitFor(() => expect(view.container.querySelector('output')).toHaveTextContent(saved?.id ?? ''))
  await userEvent.click(view.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(submitted.mock.lastCall?.[0]).toEqual({ photo: saved?.id }))
})

const hasFormActions = Number.parseInt(version, 10) >= 19
describe.runIf(hasFormActions)('form actions, from React 19 on', () => {
  test('get the value; the reset after one leaves the image', async () => {
    let finish = () => {}
    const action = vi.fn<(data: FormData) => Promise<void>>(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    function Pending() {
      return <output>{ReactDom.useFormStatus().pending ? 'saving' : 'ready'}</output>
    }
    function Settings() {
      const form = useRef<HTMLFormElement>(null)
      return (
        <form action={action} ref={form}>
          <ProfileImageDropzone endpoint={real().endpoint} name="photo" />
          <button type="submit">Save</button>
          <Pending />
        </form>
      )
    }
    const view = render(<Settings />, { wrapper: strictly(new QueryClient()) })
    const photo = photoIn(view.container)
    photo.choose(await picture())
    await photo.phase('success')
    await userEvent.click(view.getByRole('button', { name: 'Save' }))
    const output = view.container.querySelector('output')
    await waitFor(() => expect(output).toHaveTextContent('saving'))
    expect(action.mock.lastCall?.[0].get('photo')).toBe(real().saved[0]?.id)
    await act(async () => finish())
    await waitFor(() => expect(output).toHaveTextContent('ready'))
    expect(photo.group().dataset['state']).toBe('success')
    expect(photo.image()).not.toBeNull()
  })
})
