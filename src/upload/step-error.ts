import { type AnyUploadError, isUploadError, UploadError, type UploadStep } from '../contract/upload-error.ts'

/** Whatever was thrown, as an UploadError that names the step. */
export function stepError(step: UploadStep, thrown: unknown): AnyUploadError {
  if (!isUploadError(thrown)) return new UploadError('unexpected', { step, cause: thrown })
  if (thrown.step !== null) return thrown
  const { code, details, cause } = thrown
  const status = thrown.status ?? undefined
  const requestId = thrown.requestId ?? undefined
  // Code and details belong together because they come from one error; the type cannot follow that far.
  const error: UploadError = new UploadError(code, { step, details, status, requestId, cause })
  return error as AnyUploadError
}

/** @throws {UploadError} of this step, whatever the work throws. */
export async function atStep<T>(step: UploadStep, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw stepError(step, error)
  }
}

/** @throws {UploadError} `aborted` */
export function stopIfAborted(signal: AbortSignal, step: UploadStep): void {
  if (signal.aborted) throw new UploadError('aborted', { step })
}
