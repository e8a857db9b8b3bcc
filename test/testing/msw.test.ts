import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createBackend } from '../../src/index.ts'
import { createTestBackend } from '../../src/testing/index.ts'
import { toMswHandlers } from '../../src/testing/msw.ts'
import { sendByFetch, uploadByEngine } from './backend/upload-by-engine.ts'

// Node without a DOM: no XMLHttpRequest, and no address that a relative one could be relative to.

const backend = createTestBackend()
const endpoint = 'https://app.example/api/photo'
const server = setupServer(...toMswHandlers(backend, { endpoint }))
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(backend.reset)
afterAll(() => server.close())

test('an upload by fetch works over MSW, at an endpoint of another host', async () => {
  expect(await uploadByEngine({ endpoint: createBackend({ endpoint }), send: sendByFetch })).toMatchObject({
    end: 'saved',
  })
  expect(backend.images).toHaveLength(1)
})

test('an upload by the props needs no DOM', async () => {
  expect(await uploadByEngine(backend.props)).toMatchObject({ end: 'saved' })
  expect(backend.current).toMatchObject({ type: 'image/jpeg' })
})

test('a request that has no answer fails as fetch does, whatever else goes wrong is no broken network', async () => {
  backend.fail('offline')
  await expect(fetch(`${endpoint}/confirm`, { method: 'POST' })).rejects.toThrow(TypeError)
  const broken = { ...backend, fetch: () => Promise.reject(new Error('a mistake in the test')) }
  server.use(...toMswHandlers(broken, { endpoint }))
  expect((await fetch(endpoint)).status).toBe(500)
})
