import type { UploadErrorCode } from '../../contract/error-table.ts'
import {
  type AnyUploadError,
  isUploadError,
  UploadError,
  type UploadErrorInit,
  type UploadStep,
} from '../../contract/upload-error.ts'

/**
 * Whatever a step threw, as an UploadError that names the step, unless it does so already. Of foreign errors, and
 * of causes, only the name is kept: they may hold the request that failed, and with it a URL or a ticket. For the
 * same reason an UploadError is made anew: whoever threw it may have put more on it.
 */
export function stepError(step: UploadStep, thrown: unknown): AnyUploadError {
  if (!isUploadError(thrown)) return new UploadError('unexpected', { step, cause: nameOnly(thrown) })
  const cause = thrown.cause === undefined ? undefined : nameOnly(thrown.cause)
  return remake(thrown, { step: thrown.step ?? step, cause })
}

/** The same error, but for what is changed. Another code must be one with the same details. */
export function remake(
  error: AnyUploadError,
  { code = error.code, ...changed }: UploadErrorInit & { code?: UploadErrorCode },
): AnyUploadError {
  const { step, details, status, requestId, retryAfterSeconds, isRetryable, cause } = error
  // Code and details belong together because they come from one error; the type cannot follow that far.
  const remade: UploadError = new UploadError(code, {
    step,
    details,
    status,
    requestId,
    retryAfterSeconds,
    isRetryable,
    cause,
    ...changed,
  })
  return remade as AnyUploadError
}

/** What may be kept of an error that nobody knows: it may hold the request that failed, and with it a URL or a ticket. */
function nameOnly(thrown: unknown): Error {
  return new Error(thrown instanceof Error ? thrown.name : typeof thrown)
}
