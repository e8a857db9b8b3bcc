import { type AnyUploadError, isUploadError } from '../../src/server/index.ts'

/** The UploadError that this work fails with. */
export async function failureOf(work: Promise<unknown>): Promise<AnyUploadError> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (!isUploadError(thrown)) throw new Error(`No UploadError, but ${String(thrown)}`)
  return thrown
}
