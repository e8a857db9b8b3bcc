import { setupWorker } from 'msw/browser'
import { afterAll, beforeAll } from 'vitest'
import { createTestBackend } from '../../src/testing/index.ts'
import { toMswHandlers } from '../../src/testing/msw.ts'
import { testUploads } from './uploads-over-msw.tsx'

const backend = createTestBackend()
const worker = setupWorker(...toMswHandlers(backend))
beforeAll(async () => void (await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })))
afterAll(() => worker.stop())

testUploads(backend, backend.props.endpoint.scope)
