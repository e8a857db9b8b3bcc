import { QueryClient } from '@tanstack/react-query'
import { render, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Activity, version } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type AnyUploadError,
  createBackend,
  type ProfileImageBackend,
  ProfileImageDropzone,
  profileImageKeys,
  type PublicImage,
  type SendObject,
  type UploadPhase,
} from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { photoIn, picture, renderPhoto, sha256, strictly } from './render-photo.tsx'
import { endOf, renderUploader } from './render-uploader.tsx'

const real = forEachOwner()
type RealBackend = ReturnType<typeof real>
/** Time for what must not happen. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 100))
afterEach(() => {
  vi.restoreAllMocks()
})

test('cancel goes back to what was there, is no error, and leaves nothing under avatars/', async () => {
  const backend = real()
  const onError = vi.fn<(error: AnyUploadError) => void>()
  const photo = renderPhoto({ endpoint: backend.endpoint, src: '/saved.png', onError })
  const held = backend.hold('PUT')
  photo.choose(await picture())
  await photo.phase('uploading')
  await held.reached
  expect(photo.image()?.getAttribute('src')).toMatch(/^blob:/)
  photo.button('Cancel').focus()
  await userEvent.keyboard('{Enter}')

  await photo.phase('idle')
  held.release()
  await aMoment()
  expect(photo.image()).toHaveAttribute('src', '/saved.png')
  expect(photo.button('Change photo')).toHaveFocus()
  expect(onError).not.toHaveBeenCalled()
  expect(backend.wire).toEqual(['request-url', 'PUT'])
  expect(backend.objects('avatars/')).toEqual([])
})

const never = () => new Promise<never>(() => {})
const hanging: [what: string, options: (api: ProfileImageBackend) => Hanging][] = [
  ['headers of the app', ({ scope }) => ({ endpoint: createBackend({ endpoint: scope, headers: never }) })],
  ['a backend that ignores its signal', (api) => ({ endpoint: { ...api, requestUrl: never } })],
  ['a sender that ignores its signal', (api) => ({ endpoint: api, send: never })],
]
interface Hanging {
  endpoint: ProfileImageBackend
  send?: SendObject
}

test.each(hanging)('cancel ends an upload at once, although %s hang', async (_, options) => {
  const { uploader, phase, client } = renderUploader(options(createBackend({ endpoint: real().endpoint })))
  const upload = endOf(uploader().uploadAsync(await picture()))
  await waitFor(() => expect(uploader().state.phase).toMatch(/requesting|uploading/))
  uploader().cancel()
  expect(await upload).toBe('aborted')
  await phase('idle')
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]))
})

test('a second choice replaces the first: one PUT that counts, one image saved', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  const held = backend.hold('PUT')
  photo.choose(await picture('#a00'))
  await held.reached
  const second = await picture('#0a0')
  photo.choose(second)
  held.release()
  await photo.status('Profile photo saved.')
  expect(backend.saved.map((image) => image.sha256)).toEqual([await sha256(second)])
})

describe('T-66: unmounting', () => {
  test('aborts: nothing is confirmed, and nothing is reported', async () => {
    const backend = real()
    const told = vi.fn<() => void>()
    const { uploader, unmount } = renderUploader({
      endpoint: backend.endpoint,
      onError: told,
      onImageChange: told,
    })
    const held = backend.hold('PUT')
    const upload = endOf(uploader().uploadAsync(await picture()))
    await held.reached
    unmount()
    expect(await upload).toBe('aborted')
    held.release()
    await aMoment()
    expect(told).not.toHaveBeenCalled()
    expect(backend.wire).toEqual(['request-url', 'PUT'])
    expect(backend.saved).toEqual([])
  })

  // Longer than a test lasts: the wait itself has to end.
  const busy = () => new Response(null, { status: 503, headers: { 'retry-after': '50' } })
  const goOffline = (backend: RealBackend) => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    backend.answer('request-url', () => Response.error())
  }
  const readsForever = () => vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(never)
  const phases: [
    when: string,
    phase: UploadPhase,
    reach: (backend: RealBackend) => unknown,
    wire: string[],
  ][] = [
    ['a file is read', 'preparing', readsForever, []],
    ['a URL is requested', 'requesting', (backend) => backend.hold('request-url'), ['request-url']],
    ['the bytes are sent', 'uploading', (backend) => backend.hold('PUT'), ['request-url', 'PUT']],
    [
      'a busy backend is waited for',
      'waiting',
      (backend) => backend.answer('request-url', busy),
      ['request-url'],
    ],
    ['a device is offline', 'waiting', goOffline, ['request-url']],
    [
      'a confirm is answered',
      'confirming',
      (backend) => backend.hold('confirm'),
      ['request-url', 'PUT', 'confirm'],
    ],
  ]

  test.each(phases)(
    'while %s aborts, and leaves nothing that runs, waits or speaks',
    async (_, phase, reach, wire) => {
      const backend = real()
      const told = vi.fn<() => void>()
      const warned = vi.spyOn(console, 'error')
      const options = { endpoint: backend.endpoint, onError: told, onImageChange: told }
      const { uploader, unmount, client, phase: reached } = renderUploader(options)
      reach(backend)
      const upload = endOf(uploader().uploadAsync(await picture()))
      await reached(phase)
      await waitFor(() => expect(backend.wire).toEqual(wire))
      unmount()
      expect(await upload).toBe('aborted')
      // Longer than the wait would have been.
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      expect(backend.wire).toEqual(wire)
      expect(client.getMutationCache().getAll()).toEqual([])
      expect(told).not.toHaveBeenCalled()
      expect(warned).not.toHaveBeenCalled()
    },
  )

  test('ends what can be started: nobody would see it', async () => {
    const backend = real()
    const told = vi.fn<() => void>()
    const { uploader, unmount } = renderUploader({ endpoint: backend.endpoint, onError: told })
    unmount()
    uploader().upload(await picture())
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('aborted')
    await aMoment()
    expect(backend.wire).toEqual([])
    expect(told).not.toHaveBeenCalled()
  })
})

describe('T-66: in StrictMode', () => {
  test('an upload is one PUT and one onImageChange, also after the component was mounted anew', async () => {
    const backend = real()
    const onImageChange = vi.fn<(image: PublicImage | null) => void>()
    const client = new QueryClient()
    for (const color of ['#a00', '#0a0']) {
      const photo = renderPhoto({ endpoint: backend.endpoint, onImageChange }, client)
      backend.forget()
      onImageChange.mockClear()
      photo.choose(await picture(color))
      await photo.status('Profile photo saved.')
      expect(backend.wire).toEqual(['request-url', 'PUT', 'confirm'])
      expect(onImageChange).toHaveBeenCalledOnce()
      photo.unmount()
    }
  })

  // <Activity> came with React 19.2.
  test.skipIf(version.startsWith('18.'))(
    'so it is after the component was hidden and shown again',
    async () => {
      const backend = real()
      const onImageChange = vi.fn<(image: PublicImage | null) => void>()
      const page = (mode: 'hidden' | 'visible') => (
        <Activity mode={mode}>
          <ProfileImageDropzone endpoint={backend.endpoint} onImageChange={onImageChange} />
        </Activity>
      )
      const view = render(page('visible'), { wrapper: strictly(new QueryClient()) })
      const photo = photoIn(view.container)
      const held = backend.hold('PUT')
      photo.choose(await picture('#a00'))
      await held.reached
      view.rerender(page('hidden'))
      held.release()
      await aMoment()
      expect(backend.wire).toEqual(['request-url', 'PUT'])
      view.rerender(page('visible'))
      await photo.phase('idle')
      backend.forget()
      photo.choose(await picture('#0a0'))
      await photo.status('Profile photo saved.')
      expect(backend.wire).toEqual(['request-url', 'PUT', 'confirm'])
      expect(onImageChange).toHaveBeenCalledOnce()
    },
  )
})

describe('another endpoint', () => {
  test.each(['PUT', 'confirm'] as const)(
    'aborts an upload that has come to %s, and starts at idle',
    async (which) => {
      const backend = real()
      const onImageChange = vi.fn<(image: PublicImage | null) => void>()
      const other = `${backend.endpoint}-other`
      const { uploader, rerender } = renderUploader({ endpoint: backend.endpoint, onImageChange })
      const held = backend.hold(which)
      const upload = endOf(uploader().uploadAsync(await picture('#a00')))
      await held.reached
      rerender({ endpoint: other, onImageChange })
      expect(await upload).toBe('aborted')
      expect(uploader()).toMatchObject({ isIdle: true, src: null, fileName: null })
      held.release()
      await aMoment()
      expect(uploader()).toMatchObject({ isIdle: true, src: null, image: null })
      expect(onImageChange).not.toHaveBeenCalled()

      const image = await uploader().uploadAsync(await picture('#0a0'))
      await waitFor(() => expect(uploader().src).toBe(image.url))
      expect(onImageChange).toHaveBeenCalledExactlyOnceWith(image, 'uploaded')
    },
  )

  test('does not show the result of the old one, and neither does the old one when it is back', async () => {
    const { endpoint } = real()
    const { uploader, rerender } = renderUploader({ endpoint })
    await uploader().uploadAsync(await picture())
    expect(uploader().src).not.toBeNull()
    for (const next of [`${endpoint}-other`, endpoint]) {
      rerender({ endpoint: next })
      expect(uploader()).toMatchObject({ isIdle: true, src: null, image: null })
    }
  })

  test('is where uploads go from then on: functions from before start nothing', async () => {
    const backend = real()
    const { uploader, rerender } = renderUploader({ endpoint: backend.endpoint })
    const before = uploader()
    rerender({ endpoint: `${backend.endpoint}-other` })
    before.upload(await picture())
    expect(await endOf(before.uploadAsync(await picture()))).toBe('aborted')
    await aMoment()
    expect(backend.wire).toEqual([])
    expect(uploader().isIdle).toBe(true)
  })
})

test('another QueryClient aborts what runs, and is the one that uploads are written to from then on', async () => {
  const backend = real()
  const { endpoint } = backend
  const [first, second] = [new QueryClient(), new QueryClient()]
  const { uploader, rerender } = renderUploader({ endpoint, queryClient: first })
  const held = backend.hold('PUT')
  const upload = endOf(uploader().uploadAsync(await picture('#a00')))
  await held.reached
  rerender({ endpoint, queryClient: second })
  expect(await upload).toBe('aborted')
  held.release()
  const image = await uploader().uploadAsync(await picture('#0a0'))
  const key = profileImageKeys.current(endpoint)
  expect([first.getQueryData(key), second.getQueryData(key)]).toEqual([undefined, image])
})
