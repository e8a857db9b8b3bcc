import { type AnyUploadError, isUploadError, UploadError, type UploadStep } from '../contract/upload-error.ts'

/**
 * Whatever a step threw, as an UploadError that names the step, unless it does so already. Of foreign errors, and
 * of causes, only the name is kept: they may hold the request that failed, and with it a URL or a ticket. For the
 * same reason an UploadError is made anew: whoever threw it may have put more on it.
 */
export function stepError(step: UploadStep, thrown: unknown): AnyUploadError {
  if (!isUploadError(thrown)) return new UploadError('unexpected', { step, cause: nameOnly(thrown) })
  const { code, details } = thrown
  const status = thrown.status ?? undefined
  const requestId = thrown.requestId ?? undefined
  const retryAfterSeconds = thrown.retryAfterSeconds ?? undefined
  const cause = thrown.cause === undefined ? undefined : nameOnly(thrown.cause)
  // Code and details belong together because they come from one error; the type cannot follow that far.
  const error: UploadError = new UploadError(code, {
    step: thrown.step ?? step,
    details,
    status,
    requestId,
    retryAfterSeconds,
    cause,
  })
  return error as AnyUploadError
}

function nameOnly(thrown: unknown): Error {
  return new Error(thrown instanceof Error ? thrown.name : typeof thrown)
}
