import { describe, expect, test, vi } from 'vitest'
import { profileImageQuery } from '../../../src/index.ts'
import { choosePicture, type Fault, samplePicture } from '../../../src/testing/index.ts'
import { renderPhoto } from '../../react/render-photo.tsx'
import { endOf, renderUploader } from '../../react/render-uploader.tsx'
import { sharedBackend } from './shared-backend.ts'

const backend = sharedBackend()
const picture = samplePicture()

describe('fail', () => {
  test('happens to so many requests, and only to those that can fail so', async () => {
    const handle = backend.fail('unauthenticated', { times: 2 })
    const { uploader, client } = renderUploader(backend.props)
    expect(await client.fetchQuery(profileImageQuery({ endpoint: backend.props.endpoint }))).toBeNull()
    const ends: string[] = []
    for (let upload = 1; upload <= 3; upload += 1) ends.push(await endOf(uploader().uploadAsync(picture)))
    expect(ends).toEqual(['unauthenticated', 'unauthenticated', 'saved'])
    expect(handle.hits).toBe(2)
  })

  test('ends when it is told to', async () => {
    const handle = backend.fail('forbidden', { times: Infinity })
    const { uploader } = renderUploader(backend.props)
    expect(await endOf(uploader().uploadAsync(picture))).toBe('forbidden')
    handle.end()
    expect(await endOf(uploader().uploadAsync(picture))).toBe('saved')
  })

  test('of several the one that was asked for first happens', async () => {
    backend.fail('forbidden')
    backend.fail('unauthenticated')
    const { uploader } = renderUploader(backend.props)
    expect(await endOf(uploader().uploadAsync(picture))).toBe('forbidden')
    expect(await endOf(uploader().uploadAsync(picture))).toBe('unauthenticated')
  })

  test('says the same of CORS as the engine does of a bucket without a rule', async () => {
    backend.fail('cors')
    const { uploader } = renderUploader(backend.props)
    expect(await endOf(uploader().uploadAsync(picture))).toBe('cors')
    const hint: unknown = expect.stringContaining('http://localhost:3000 the method PUT')
    expect(uploader().error?.details).toEqual({ hint })
  })

  test('knows no other fault, and no other times than whole numbers', () => {
    expect(() => backend.fail('typo' as Fault)).toThrow(
      /fail\(\) knows no fault "typo", only unauthenticated,/,
    )
    for (const times of [0, -1, 1.5, Number.NaN]) {
      expect(() => backend.fail('cors', { times })).toThrow(TypeError)
    }
  })
})

test('a connection that breaks does so in the middle of the picture', async () => {
  backend.fail('reset')
  const { uploader, phase } = renderUploader(backend.props)
  let most = 0
  uploader().progress.subscribe(() => (most = uploader().progress.get()?.fraction ?? most))
  uploader().upload(picture)
  await phase('waiting')
  expect(most).toBe(0.5)
})

test('time can jump over the waits between tries', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const handle = backend.fail('reset')
  const { group } = renderPhoto(backend.props)
  await choosePicture(group(), picture)
  await vi.waitFor(() => expect(handle.hits).toBe(1))
  expect(backend.images).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  await vi.waitFor(() => expect(backend.images).toHaveLength(1))
})

describe('a device that is offline', () => {
  test('says so at once, and is online again soon after its last request has failed', async () => {
    const told: string[] = []
    for (const type of ['offline', 'online']) addEventListener(type, () => told.push(type), { once: true })
    backend.fail('offline')
    expect(navigator.onLine).toBe(false)
    const { uploader, phase } = renderUploader(backend.props)
    const upload = endOf(uploader().uploadAsync(picture))
    await phase('waiting')
    expect(uploader().state.waitingFor).toBe('online')
    expect(await upload).toBe('saved')
    expect(navigator.onLine).toBe(true)
    expect(told).toEqual(['offline', 'online'])
  })

  test('stays so until it is told otherwise', async () => {
    const outage = backend.fail('offline', { times: Infinity })
    const { uploader, phase } = renderUploader(backend.props)
    const upload = endOf(uploader().uploadAsync(picture))
    await phase('waiting')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(uploader().state.phase).toBe('waiting')
    await expect(backend.fetch(new Request('http://localhost:3000/api/profile-image'))).rejects.toThrow(
      TypeError,
    )
    outage.end()
    expect(await upload).toBe('saved')
  })

  test('is not brought back by what was before a reset', async () => {
    backend.fail('offline')
    const request = new Request('http://localhost:3000/api/profile-image/confirm', { method: 'POST' })
    await expect(backend.fetch(request)).rejects.toThrow(TypeError)
    backend.reset()
    backend.fail('offline')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(navigator.onLine).toBe(false)
  })

  test('is online again after a reset', () => {
    backend.fail('offline', { times: Infinity })
    backend.reset()
    expect(navigator.onLine).toBe(true)
    expect(Object.hasOwn(navigator, 'onLine')).toBe(false)
  })
})
