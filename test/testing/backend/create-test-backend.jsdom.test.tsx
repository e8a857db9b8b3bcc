import { describe, expect, test, vi } from 'vitest'
import { profileImageQuery, type SendObject } from '../../../src/index.ts'
import { createTestBackend, samplePicture } from '../../../src/testing/index.ts'
import { endOf, renderUploader } from '../../react/render-uploader.tsx'
import { sharedBackend } from './shared-backend.ts'

const backend = sharedBackend()
const picture = samplePicture()

describe('an upload through props', () => {
  test('is saved by the real handler, without network and XMLHttpRequest', async () => {
    const { uploader } = renderUploader(backend.props)
    const image = await uploader().uploadAsync(picture)
    expect(image).toMatchObject({ type: 'image/jpeg', width: 320, height: 240, sizeBytes: picture.size })
    expect(backend.images).toEqual([expect.objectContaining(image)])
    expect(backend.current?.key).toMatch(/^avatars\/[\w-]{22}\/[\w-]{36}\.jpg$/)
  })

  test('lies in the storage, where anybody can read it', async () => {
    const { url } = await renderUploader(backend.props).uploader().uploadAsync(picture)
    const answer = await backend.fetch(new Request(url))
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(await picture.arrayBuffer()))
  })

  test('moves in several steps', async () => {
    const { uploader } = renderUploader(backend.props)
    const sent = new Set<number>()
    uploader().progress.subscribe(() => sent.add(uploader().progress.get()?.sentBytes ?? 0))
    await uploader().uploadAsync(picture)
    expect([...sent].filter((bytes) => bytes > 0)).toEqual(
      [0.25, 0.5, 0.75, 1].map((part) => Math.ceil(picture.size * part)),
    )
  })

  test.each<[string, (put: Put) => Partial<Put>]>([
    ['another type', ({ headers }) => ({ headers: { ...headers, 'content-type': 'image/png' } })],
    ['no condition', ({ headers }) => ({ headers: { ...headers, 'if-none-match': '' } })],
    ['other bytes', () => ({ body: new Blob([new Uint8Array(picture.size)]) })],
    ['fewer bytes', ({ body }) => ({ body: body.slice(1) })],
    ['another key', ({ url }) => ({ url: new URL(url.href.replace('/staging/', '/avatars/')) })],
  ])('fails with %s than was signed, as at a real S3', async (_, change) => {
    const send: SendObject = (put) => backend.props.send({ ...put, ...change(put) })
    const { uploader } = renderUploader({ ...backend.props, send })
    expect(await endOf(uploader().uploadAsync(picture))).toMatch(/^(signature|checksum)-mismatch$/)
    expect(backend.images).toEqual([])
  })

  test('is not sent when it is cancelled between two steps of progress', async () => {
    const controller = new AbortController()
    const body = new Blob(['picture'])
    const read = vi.spyOn(body, 'arrayBuffer')
    const put = backend.props.send({
      url: new URL('https://s3.localhost/pictures/key'),
      headers: {},
      body,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(put).rejects.toMatchObject({ code: 'aborted' })
    expect(read).not.toHaveBeenCalled()
  })
})

type Put = Parameters<SendObject>[0]

describe('the options', () => {
  test('endpoint is the scope of the cache, and where the handler is', async () => {
    const other = createTestBackend({ endpoint: '/api/me/photo' })
    expect(other.props.endpoint.scope).toBe('/api/me/photo')
    const answer = await other.fetch(new Request('http://localhost:3000/api/me/photo'))
    expect([answer.status, await answer.json()]).toEqual([200, null])
  })

  test('owner is whose image it is', async () => {
    const keys = new Set<string | undefined>()
    for (const owner of ['user:1', 'user:2']) {
      const other = createTestBackend({ owner })
      await renderUploader(other.props).uploader().uploadAsync(picture)
      keys.add(other.current?.key.split('/')[1])
    }
    expect(keys.size).toBe(2)
  })

  test('current is saved before the first request, and is no upload', async () => {
    const other = createTestBackend({ current: samplePicture('webp') })
    expect(other.current).toBeNull()
    const { client } = renderUploader(other.props)
    const current = await client.fetchQuery(profileImageQuery({ endpoint: other.props.endpoint }))
    expect(other.current).toMatchObject({ type: 'image/webp', url: current?.url })
    expect(other.images).toEqual([])
  })

  test('current is there once it is ready, whatever fails', async () => {
    const other = createTestBackend({ current: samplePicture() })
    const faults = (['unauthenticated', 'confirmFails', 'slowDown'] as const).map((fault) =>
      other.fail(fault),
    )
    other.hold('confirm')
    await other.ready
    expect(other.current).toMatchObject({ width: 320 })
    expect(faults.map(({ hits }) => hits)).toEqual([0, 0, 0])
  })

  test('rules are the handler’s: it refuses what only the page allows', async () => {
    const other = createTestBackend({ rules: { types: ['image/png'] } })
    expect(await endOf(renderUploader(other.props).uploader().uploadAsync(picture))).toBe('request-rejected')
  })

  test.each([
    ['an endpoint with a query', { endpoint: '/api?x' }, 'endpoint must be'],
    [
      'a current that is no picture',
      { current: new Blob(['x']) },
      'createTestBackend: current is of type ""',
    ],
    ['rules that make no sense', { rules: { maxSizeBytes: 0 } }, 'imageRules: maxSizeBytes'],
  ])('%s is a TypeError', (_, options, message) => {
    expect(() => createTestBackend(options)).toThrow(message)
    expect(() => createTestBackend(options)).toThrow(TypeError)
  })
})

describe('reset', () => {
  test('forgets images, faults and holds, and saves current anew', async () => {
    const other = createTestBackend({ current: samplePicture('png') })
    const { uploader } = renderUploader(other.props)
    const { url } = await uploader().uploadAsync(picture)
    other.fail('forbidden', { times: Infinity })
    other.hold('confirm')
    other.reset()
    await other.ready
    expect(other.images).toEqual([])
    expect(other.current?.type).toBe('image/png')
    expect((await other.fetch(new Request(url))).status).toBe(404)
    expect(await endOf(uploader().uploadAsync(picture))).toBe('saved')
  })

  test('keeps the props, so that what is mounted goes on', () => {
    const { props } = backend
    backend.reset()
    expect(backend.props).toBe(props)
  })

  test('lets nothing hang, and does not count what was on its way', async () => {
    const { uploader } = renderUploader(backend.props)
    const held = backend.hold('confirm')
    const upload = endOf(uploader().uploadAsync(picture))
    await held.reached
    backend.reset()
    expect(await upload).toBe('saved')
    expect([backend.images, backend.current]).toEqual([[], null])
  })
})
