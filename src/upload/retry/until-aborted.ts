import { UploadError, type UploadStep } from '../../contract/upload-error.ts'

/**
 * The work, or `aborted` as soon as the signal says so, whatever the work makes of it: a port that hangs must not
 * keep a cancelled upload open. No listener is left on the signal.
 *
 * @throws {UploadError} `aborted`, or what the work throws.
 */
export async function untilAborted<T>(step: UploadStep, signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new UploadError('aborted', { step }))
  })
  signal.addEventListener('abort', stop)
  try {
    // Also when it is aborted already: nobody else listens to what becomes of the work.
    if (signal.aborted) stop()
    return await Promise.race([aborted, work])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/**
 * Until somebody calls back, with the same `aborted`.
 *
 * @param begin Returns the function that stops what it has begun. It is called in any case.
 * @throws {UploadError} `aborted`, or what is rejected with.
 */
export async function untilCalled<T>(
  step: UploadStep,
  signal: AbortSignal,
  begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  let stop = () => {}
  const called = new Promise<T>((resolve, reject) => {
    stop = begin(resolve, reject)
  })
  try {
    return await untilAborted(step, signal, called)
  } finally {
    stop()
  }
}
