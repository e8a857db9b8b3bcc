import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestBackend, samplePicture } from '../../src/testing/index.ts'
import { endOf, renderUploader } from '../react/render-uploader.tsx'
import { toMswHandlers } from '../../src/testing/msw.ts'
import { testUploads } from './uploads-over-msw.tsx'

const backend = createTestBackend()
const server = setupServer(...toMswHandlers(backend))
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

testUploads(backend, backend.props.endpoint.scope)

// Of jsdom's XMLHttpRequest, preflights are real: what the kit says of CORS is what the engine finds out.
test('a bucket without a CORS rule ends in cors, after a second try', { timeout: 20_000 }, async () => {
  const handle = backend.fail('cors', { times: Infinity })
  const asked: string[] = []
  server.events.on('request:start', ({ request: { url, method } }) => {
    if (url.includes('/staging/')) asked.push(method)
  })
  const { uploader } = renderUploader({ endpoint: backend.props.endpoint.scope })
  expect(await endOf(uploader().uploadAsync(samplePicture()))).toBe('cors')
  expect(handle.hits).toBe(2)
  expect(asked).toEqual(['OPTIONS', 'OPTIONS'])
})
