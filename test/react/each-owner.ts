import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { startRealBackend } from './real-backend.ts'

type Backend = Awaited<ReturnType<typeof startRealBackend>>

/** The real backend for the tests of a file, with an owner for each, so that none sees what another saved. */
export function forEachOwner(): () => Backend & { endpoint: string } {
  let backend: Backend
  let endpoint: string
  beforeAll(async () => {
    backend = await startRealBackend()
  })
  beforeEach(({ task }) => {
    endpoint = backend.endpointOf(task.id)
    backend.forget()
    backend.clear()
  })
  afterEach(cleanup)
  return () => Object.assign(backend, { endpoint })
}
