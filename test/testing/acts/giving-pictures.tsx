import { render, screen, waitFor } from '@testing-library/react'
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test, vi } from 'vitest'
import { type AnyUploadError, ProfileImageDropzone } from '../../../src/index.ts'
import { choosePicture, dropPicture, pastePicture, samplePicture } from '../../../src/testing/index.ts'
import { strictly } from '../../react/render-photo.tsx'
import { sharedBackend } from '../backend/shared-backend.ts'

const backend = sharedBackend()

function renderDropzone(disabled = false) {
  const onError = vi.fn<(error: AnyUploadError) => void>()
  render(<ProfileImageDropzone {...backend.props} disabled={disabled} onError={onError} />, {
    wrapper: strictly(new QueryClient()),
  })
  return { group: screen.getByRole('group', { name: 'Profile photo' }), onError }
}

async function savedType(): Promise<string | undefined> {
  await waitFor(() => expect(backend.images).toHaveLength(1), { timeout: 5_000 })
  return backend.current?.type
}

// The same in jsdom and in a browser: whoever imports this module runs it there.

describe.each([
  ['choosePicture', choosePicture],
  ['dropPicture', dropPicture],
  ['pastePicture', pastePicture],
])('%s', (_, give) => {
  test('uploads the picture', async () => {
    await give(renderDropzone().group, samplePicture('png'))
    expect(await savedType()).toBe('image/png')
  })

  test('of a bad one ends in its error', async () => {
    const { group, onError } = renderDropzone()
    await give(group, samplePicture('svg'))
    await waitFor(() => expect(onError.mock.lastCall?.[0].code).toBe('unsupported-type'))
  })

  test('does nothing when the uploader is disabled, as for a user', async () => {
    const { group, onError } = renderDropzone(true)
    await give(group, samplePicture())
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(onError).not.toHaveBeenCalled()
    expect(backend.images).toEqual([])
  })
})

test('the same picture can be chosen again', async () => {
  const { group } = renderDropzone()
  const picture = samplePicture()
  for (const count of [1, 2]) {
    await choosePicture(group, picture)
    await waitFor(() => expect(backend.images).toHaveLength(count), { timeout: 5_000 })
  }
})

test('an input hears what it hears of a picker', async () => {
  const { group } = renderDropzone()
  const events: string[] = []
  for (const type of ['input', 'change']) group.addEventListener(type, () => events.push(type))
  await choosePicture(group, samplePicture())
  expect(events).toEqual(['input', 'change'])
  expect(await savedType()).toBe('image/jpeg')
})

test('a disabled input is given nothing, whoever listens', async () => {
  const group = document.createElement('div')
  group.innerHTML = '<input type="file" disabled>'
  const onChange = vi.fn<() => void>()
  group.addEventListener('change', onChange)
  await choosePicture(group, samplePicture())
  expect(onChange).not.toHaveBeenCalled()
})

test('several files can be dropped', async () => {
  const { group, onError } = renderDropzone()
  await dropPicture(group, samplePicture('png'), samplePicture('webp'))
  await waitFor(() => expect(onError.mock.lastCall?.[0]).toMatchObject({ details: { count: 2 } }))
})

test('a drag is seen before the drop', async () => {
  const { group } = renderDropzone()
  const events: string[] = []
  for (const type of ['dragenter', 'dragover', 'drop']) group.addEventListener(type, () => events.push(type))
  await dropPicture(group, samplePicture())
  expect(events).toEqual(['dragenter', 'dragover', 'drop'])
  expect(await savedType()).toBe('image/jpeg')
})

test('a paste arrives where the focus is in the uploader, and bubbles', async () => {
  const { group } = renderDropzone()
  const button = screen.getByRole('button', { name: 'Choose photo' })
  const targets: (EventTarget | null)[] = []
  document.addEventListener('paste', ({ target }) => targets.push(target), { once: true })
  button.focus()
  await pastePicture(group, samplePicture())
  expect(targets).toEqual([button])
  expect(await savedType()).toBe('image/jpeg')
})

test('an element without a file input is a TypeError that says what to pass', async () => {
  await expect(choosePicture(document.createElement('div'), samplePicture())).rejects.toThrow(TypeError)
  await expect(choosePicture(document.createElement('div'))).rejects.toThrow(/Pass the uploader's element/)
})

test('React does not complain of updates outside of act, where Testing Library has it look for them', async () => {
  const react: { IS_REACT_ACT_ENVIRONMENT?: boolean | undefined } & typeof globalThis = globalThis
  const before = react.IS_REACT_ACT_ENVIRONMENT
  react.IS_REACT_ACT_ENVIRONMENT = true
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const { group } = renderDropzone()
    const held = backend.hold('send')
    await choosePicture(group, samplePicture())
    await held.reached
    held.progress(0.5)
    expect(react.IS_REACT_ACT_ENVIRONMENT).toBe(true)
    held.release()
    await waitFor(() => expect(backend.images).toHaveLength(1))
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('saved'))
    expect(complaints.mock.calls).toEqual([])
  } finally {
    complaints.mockRestore()
    react.IS_REACT_ACT_ENVIRONMENT = before
  }
})
