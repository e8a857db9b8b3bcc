import { createTestBackend, samplePicture, type TestBackend } from '../../src/testing/index.ts'

const backends = new Map<string, TestBackend>()

/**
 * The backend of a story, for its play function and its props: the real handler over a strict S3, in the memory of this
 * page. One image is saved in it from the start, so that there is something to remove.
 */
export function backendOf({ id }: { id: string }): TestBackend {
  const known = backends.get(id)
  if (known !== undefined) return known
  const backend = createTestBackend({ current: samplePicture() })
  backends.set(id, backend)
  return backend
}

/** For `beforeEach`: when a story is left, its backend lets go of what it holds, and the device is online again. */
export function resetAfterwards({ id }: { id: string }): () => void {
  return () => backends.get(id)?.reset()
}
