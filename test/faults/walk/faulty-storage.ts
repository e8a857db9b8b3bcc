import { UploadError } from '../../../src/contract/upload-error.ts'
import type { SendObject } from '../../../src/upload/steps/send-object.ts'
import type { Activity } from './activity.ts'
import type { Fault, SendFault } from './walk-script.ts'
import type { WalkServer } from './walk-server.ts'

/** What the page reaches the storage through. */
export interface FaultyStorage {
  send: SendObject
  /** Whether it answers anything at all, as a probe without CORS finds out. */
  isReachable(origin: string, signal: AbortSignal): Promise<boolean>
}

export interface FaultyStorageOptions {
  activity: Activity
  server: WalkServer
  isOnline(): boolean
  send: Fault<SendFault>[]
}

type Put = Parameters<SendObject>[0]
type Answer = Awaited<ReturnType<SendObject>>

const STALL_TIMEOUT_MS = 30_000
const PROBE_MS = 20

/** A sender to the strict S3, over a network that goes by a script. Like the real one it never rests for ever. */
export function faultyStorage({ activity, server, isOnline, send }: FaultyStorageOptions): FaultyStorage {
  const faults = [...send]
  let isRefusing = false

  async function store({ url, headers, body }: Put): Promise<Answer> {
    const response = await server.storage(new Request(url, { method: 'PUT', headers, body }))
    return { status: response.status, headers: response.headers, body: await response.text() }
  }

  async function perform(put: Put, { kind, latencyMs }: Fault<SendFault>): Promise<Answer> {
    const { signal, onProgress, body } = put
    const rest = (ms: number) => activity.rest(ms, signal)
    const report = (percent: number) => onProgress(Math.floor((body.size * percent) / 100))
    const answered = async (answer: Answer): Promise<Answer> => {
      await rest(latencyMs)
      if (!isOnline()) throw new UploadError('network')
      return answer
    }
    const stall = async (): Promise<never> => {
      await rest(STALL_TIMEOUT_MS)
      throw new UploadError('stalled', { details: { stallTimeoutMs: STALL_TIMEOUT_MS } })
    }

    await rest(latencyMs)
    if (!isOnline() || kind === 'refused' || kind === 'cors') throw new UploadError('network')
    if (kind === 'no progress') return answered(await store(put))
    report(1)
    if (kind === 'cut at 1 %') throw new UploadError('network')
    await rest(kind === 'slow' ? STALL_TIMEOUT_MS - 1 : 1)
    report(50)
    if (kind === 'cut at 50 %') throw new UploadError('network')
    if (kind === 'stalled') return stall()
    if (kind === 'progress backwards') report(2)
    await rest(kind === 'slow' ? STALL_TIMEOUT_MS - 1 : 1)
    if (!isOnline()) throw new UploadError('network')
    report(99)
    if (kind === 'cut at 99 %') throw new UploadError('network')
    report(100)
    const refusal = REFUSALS[kind]
    if (refusal !== undefined) return answered({ headers: new Headers(), ...refusal })
    if (kind === 'redirected') throw new UploadError('redirected', { status: 200 })
    if (kind === 'stored late') {
      // The storage has all of it and goes on; the page has lost the connection.
      void activity.during(async () => {
        await activity.rest(3_000, new AbortController().signal)
        await store(put)
      })
      throw new UploadError('network')
    }
    const first = await store(put)
    if (kind === 'lost') throw new UploadError('network')
    if (kind === 'stalled, stored') return stall()
    // As browsers do by themselves on a connection that broke.
    return answered(kind === 'sent twice' ? await store(put) : first)
  }

  return {
    send: (put) =>
      activity.during(async () => {
        const fault = faults.shift() ?? { kind: 'none', latencyMs: 30 }
        isRefusing = fault.kind === 'refused'
        try {
          return await perform(put, fault)
        } catch (error) {
          throw put.signal.aborted ? new UploadError('aborted') : error
        }
      }),
    isReachable: (_, signal) =>
      activity.during(async () => {
        await activity.rest(PROBE_MS, signal)
        return isOnline() && !isRefusing
      }),
  }
}

const REFUSALS: Partial<Record<SendFault, { status: number; body: string; headers?: Headers }>> = {
  '400': { status: 400, body: '<Error><Code>BadDigest</Code></Error>' },
  '403 expired': {
    status: 403,
    body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
  },
  '403 token': { status: 403, body: '<Error><Code>ExpiredToken</Code></Error>' },
  '403 signature': { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' },
  '409': { status: 409, body: '<Error><Code>ConditionalRequestConflict</Code></Error>' },
  '429': { status: 429, body: '', headers: new Headers({ 'retry-after': '3' }) },
  '500': { status: 500, body: '<Error><Code>InternalError</Code></Error>' },
  '503': { status: 503, body: '<Error><Code>SlowDown</Code></Error>' },
}
