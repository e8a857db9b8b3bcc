import { describe, expect, test, vi } from 'vitest'
import type { SendObject } from '../../../src/index.ts'
import { type HeldStep, samplePicture } from '../../../src/testing/index.ts'
import { endOf, renderUploader } from '../../react/render-uploader.tsx'
import { sharedBackend } from './shared-backend.ts'

const backend = sharedBackend()
const picture = samplePicture()

describe('hold', () => {
  test.each<[HeldStep, string]>([
    ['request-url', 'requesting'],
    ['send', 'uploading'],
    ['confirm', 'confirming'],
  ])('keeps %s, so that the phase is %s until it is released', async (step, phase) => {
    const { uploader, phase: reaches } = renderUploader(backend.props)
    const held = backend.hold(step)
    const upload = uploader().uploadAsync(picture)
    await held.reached
    await reaches(phase)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(uploader().state.phase).toBe(phase)
    expect(backend.images).toEqual([])
    held.release()
    await upload
    expect(backend.images).toHaveLength(1)
  })

  test('of remove keeps a DELETE from the handler', async () => {
    const held = backend.hold('remove')
    const answer = backend.fetch(new Request('http://localhost:3000/api/profile-image', { method: 'DELETE' }))
    const ended = vi.fn<() => void>()
    void answer.finally(ended)
    await held.reached
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(ended).not.toHaveBeenCalled()
    held.release()
    expect((await answer).headers.get('content-type')).toBe('application/json')
  })

  test('of send moves the bar by hand, and goes on from there', async () => {
    const { size } = picture
    const told: number[] = []
    const send: SendObject = (put) =>
      backend.props.send({ ...put, onProgress: (sent) => told.push(sent) && put.onProgress(sent) })
    const { uploader } = renderUploader({ ...backend.props, send })
    const held = backend.hold('send')
    const upload = uploader().uploadAsync(picture)
    await held.reached
    expect(uploader().progress.get()).toMatchObject({ sentBytes: 0, fraction: null })
    held.progress(0.1)
    expect(uploader().progress.get()?.fraction).toBe(0.1)
    held.progress(0.6)
    expect(uploader().progress.get()?.fraction).toBe(0.6)
    held.release()
    await upload
    expect(told).toEqual([0.1, 0.6, 0.75, 1].map((fraction) => Math.ceil(size * fraction)))
  })

  test('of send tells its fraction again and again: the bar does not stall', async () => {
    vi.useFakeTimers()
    const { uploader } = renderUploader(backend.props)
    const held = backend.hold('send')
    held.progress(0.3)
    uploader().upload(picture)
    await vi.waitFor(() => expect(uploader().state.phase).toBe('uploading'))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(uploader().progress.get()).toMatchObject({ fraction: 0.3, isStalled: false })
  })

  test('of send without progress is a line that stalls', async () => {
    vi.useFakeTimers()
    const { uploader } = renderUploader(backend.props)
    backend.hold('send')
    uploader().upload(picture)
    await vi.waitFor(() => expect(uploader().state.phase).toBe('uploading'))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(uploader().progress.get()).toMatchObject({ fraction: null, isStalled: true })
  })

  test.each<[HeldStep]>([['request-url'], ['send']])(
    'of %s ends when the upload is cancelled: the request never arrives',
    async (step) => {
      const { uploader } = renderUploader(backend.props)
      const held = backend.hold(step)
      const upload = endOf(uploader().uploadAsync(picture))
      await held.reached
      const fault = backend.fail(step === 'send' ? 'slowDown' : 'unauthenticated')
      uploader().cancel()
      held.release()
      expect(await upload).toBe('aborted')
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(fault.hits).toBe(0)
    },
  )

  test('holds one request each', async () => {
    const { uploader } = renderUploader(backend.props)
    const holds = [backend.hold('confirm'), backend.hold('confirm')]
    for (const held of holds) {
      const upload = uploader().uploadAsync(picture)
      await held.reached
      held.release()
      await upload
    }
    expect(await endOf(uploader().uploadAsync(picture))).toBe('saved')
  })

  test('knows no other step, and no other fraction than 0 to 1', () => {
    // @ts-expect-error: preparing is no request
    expect(() => backend.hold('prepare')).toThrow(/hold\(\) knows no step "prepare", only request-url, send/)
    for (const fraction of [-0.1, 1.1, Number.NaN]) {
      expect(() => backend.hold('send').progress(fraction)).toThrow(TypeError)
    }
    // @ts-expect-error: there is no progress of a confirm
    expect(() => backend.hold('confirm').progress(2)).toThrow(TypeError)
  })
})
