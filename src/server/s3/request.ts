import { UploadError } from '../../contract/upload-error.ts'
import type { Bytes } from '../crypto/bytes.ts'
import { authorize } from './authorization.ts'
import type { S3Clock } from './clock.ts'
import { s3Failure } from './failure.ts'
import type { SignerSource } from './signer.ts'

export interface S3Call {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  url: URL
  headers?: Record<string, string>
  body?: Bytes
  /** A status that is an answer of its own, besides 2xx: no such object, or there is one already. */
  answers?: 404 | 412
}

export interface S3Answer {
  status: number
  headers: Headers
  /** Empty when the answer has a content encoding: fetch decodes what it should have handed on. */
  bytes: Bytes
}

export interface S3RequestOptions {
  signer: SignerSource
  clock: S3Clock
  sleep(ms: number): Promise<void>
  fetch: typeof fetch
}

/** Of each try, answer included. */
const DEADLINE_MS = 10_000
/** No try starts later than this after the first one. */
const MAX_TRYING_MS = 5_000
/** Before the second and the third try. */
const PAUSES_MS = [150, 600]

/**
 * Sends one call to S3, signed in its headers. Every call of this package can be repeated without harm, so it is,
 * at most twice, after 409, 429, 5xx and failures of the network; and once more when it was refused and S3's time turned
 * out to be another one. Redirects are not followed: the body and the signature would go along.
 *
 * @returns the answer when its status is 2xx, or the one that the call names.
 * @throws {UploadError} `backend-unavailable` when the tries are used up, `storage-misconfigured` for any other
 * status; its cause names the status and the code of S3, and no URL.
 */
export async function requestS3(call: S3Call, options: S3RequestOptions): Promise<S3Answer> {
  const startedAtMs = performance.now()
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(call, options)
    if (!(outcome instanceof UploadError)) return outcome
    const pauseMs = PAUSES_MS[attempt]
    const isLast = pauseMs === undefined || performance.now() - startedAtMs + pauseMs > MAX_TRYING_MS
    if (isLast || outcome.code === 'storage-misconfigured') throw outcome
    await options.sleep(pauseMs)
  }
}

async function tryOnce(
  call: S3Call,
  options: S3RequestOptions,
  isRepeated = false,
): Promise<S3Answer | UploadError> {
  const { method, url, headers = {} } = call
  const signed = await authorize({ method, url, headers }, await options.signer(DEADLINE_MS))
  // Browsers refuse to run their `fetch` as a method of something else.
  const { fetch } = options
  const sentAtMs = performance.now()
  let response: Response
  let bytes: Bytes
  let hasLearned: boolean
  try {
    response = await fetch(signed.url, {
      method,
      // What was stored is what has to arrive. Not signed: proxies change it, and a browser (a test, a story) drops it.
      headers: { ...signed.headers, 'accept-encoding': 'identity' },
      body: call.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    hasLearned = options.clock.learn(response.headers.get('date'), performance.now() - sentAtMs)
    bytes = await bytesOf(response)
  } catch (error) {
    return s3Failure('backend-unavailable', `S3 did not answer a ${method}: ${nameOf(error)}.`)
  }
  const { status, headers: received, ok } = response
  const answer = { status, headers: received, bytes }
  // Its code is RequestTimeTooSkewed, but an answer to HEAD has none. What the clock has learnt may be all it needs.
  if (status === 403 && hasLearned && !isRepeated) return tryOnce(call, options, true)
  if (ok) return answer
  const s3Code = /<Code>(\w{1,64})<\/Code>/.exec(new TextDecoder().decode(bytes))?.[1] ?? 'no code'
  if (status === call.answers && s3Code !== 'NoSuchBucket') return answer
  const isPassing = status === 409 || status === 429 || status >= 500
  const requestId = received.get('x-amz-request-id')
  return s3Failure(
    isPassing ? 'backend-unavailable' : 'storage-misconfigured',
    `S3 answered ${status} (${s3Code}) to a ${method}, request id ${requestId ?? 'none'}.`,
    requestId,
  )
}

async function bytesOf(response: Response): Promise<Bytes> {
  if (/^(identity)?$/.test(response.headers.get('content-encoding') ?? '')) {
    return new Uint8Array(await response.arrayBuffer())
  }
  await response.body?.cancel()
  return new Uint8Array()
}

/** What happened, in one word: the message of a fetch error may hold the URL. */
function nameOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as { name?: string; cause?: { code?: string } }
  return cause?.code ?? name ?? 'unknown'
}
