import type { Bucket } from '../bucket.ts'
import type { S3Fault } from './fault-script.ts'
import type { Operation } from '../operations/operation.ts'
import type { ReceivedRequest } from '../received-request.ts'
import { S3Error } from '../s3-error.ts'
import { swapBytes } from '../stored-object.ts'

/** A refusal that was asked for, with what its answer has or lacks. */
export class ScriptedError extends S3Error {
  readonly withoutCors: boolean
  readonly #headers: Readonly<Record<string, string>>

  constructor(fault: Extract<S3Fault, { error: unknown }>, headers: Record<string, string> = {}) {
    super(fault.error, fault.message ?? 'This fault was scripted')
    this.withoutCors = fault.withoutCors ?? false
    this.#headers = headers
  }

  override toResponse(facts: { method: string; resource: string; requestId: string }): Response {
    const response = super.toResponse(facts)
    for (const [name, value] of Object.entries(this.#headers)) response.headers.set(name, value)
    return response
  }
}

/** @throws {S3Error} */
export async function runWithFault(
  operation: Operation,
  fault: S3Fault,
  request: ReceivedRequest,
  bucket: Bucket,
): Promise<Response> {
  if ('error' in fault) {
    if (fault.afterEffect === true) await operation.run(request, bucket)
    const { retryAfterSeconds } = fault
    throw new ScriptedError(
      fault,
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    )
  }
  if ('redirectedTo' in fault) {
    throw new ScriptedError({ error: 'TemporaryRedirect' }, { location: fault.redirectedTo })
  }
  if ('withoutHeaders' in fault) {
    const response = await operation.run(request, bucket)
    for (const name of fault.withoutHeaders) response.headers.delete(name)
    return response
  }
  const response = operation.name === 'PutObject' ? await operation.run(request, bucket) : null
  const object = bucket.objects.get(request.key)
  if (object !== undefined) bucket.objects.set(request.key, await swapBytes(object, fault.swappedFor))
  return response ?? operation.run(request, bucket)
}
