import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { createTestBackend, type TestBackend } from '../../../src/testing/index.ts'

/** One backend for the tests of a file, reset after each. They fail when the network or XMLHttpRequest is used. */
export function sharedBackend(): TestBackend {
  const backend = createTestBackend()
  beforeEach(() => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('the network was used')))
    vi.stubGlobal('XMLHttpRequest', undefined)
  })
  afterEach(() => {
    cleanup()
    backend.reset()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  return backend
}
