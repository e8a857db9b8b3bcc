import { UploadError } from '../../contract/upload-error.ts'
import { classifySilence } from '../../upload/steps/classify-failure.ts'
import type { SendObject } from '../../upload/steps/send-object.ts'
import type { DeviceConnection } from './device-connection.ts'
import type { FaultQueue } from './fault-queue.ts'
import type { HeldStep, Holds } from './holds.ts'
import { NetworkFault } from './network-fault.ts'
import { nextTask } from '../acts/next-task.ts'
import { STORAGE_ORIGIN, type TestServer } from './test-server.ts'

/** What is between the page and its servers. */
export interface TestNetwork {
  /** @throws {NetworkFault} */
  fetch(request: Request, signal: AbortSignal): Promise<Response>
  send: SendObject
}

export interface TestNetworkOptions {
  server: TestServer
  faults: FaultQueue
  holds: Holds
  connection: DeviceConnection
}

/** Where the bar stands when an upload is not held. */
const PROGRESS = [0.25, 0.5, 0.75, 1]
/** How far a PUT comes whose connection breaks. */
const BREAKS_AT = 0.5
/** How long the device stays offline after the last request that failed so: long enough to be seen. */
const BACK_ONLINE_AFTER_MS = 100

const PUT_FAULTS = [
  'offline',
  'cors',
  'reset',
  'urlExpired',
  'signatureMismatch',
  'clockSkew',
  'slowDown',
] as const

export function createTestNetwork({ server, faults, holds, connection }: TestNetworkOptions): TestNetwork {
  async function callApi(request: Request, signal: AbortSignal): Promise<Response> {
    const step = stepOf(request)
    if (step === null) {
      if (faults.has('offline')) throw new NetworkFault()
      return server.api(request, 'page')
    }
    await holds.take(step)?.untilReleased(signal)
    const fault = faults.take('offline', 'backendDown', 'badJson')
    if (fault === 'offline') throw offline()
    if (fault === 'backendDown') return gatewayAnswer()
    const response = await server.api(request, 'page')
    return fault === 'badJson' ? cutOff(response) : response
  }

  async function callStorage(request: Request, signal: AbortSignal): Promise<Response> {
    if (request.method === 'OPTIONS') {
      const refusal = faults.take('offline', 'cors')
      if (refusal === 'offline') throw offline()
      return server.storage(request, refusal)
    }
    if (request.method !== 'PUT') {
      if (faults.has('offline')) throw new NetworkFault()
      return server.storage(request)
    }
    await holds.take('send')?.untilReleased(signal)
    const fault = faults.take(...PUT_FAULTS)
    if (fault === 'offline') throw offline()
    if (fault === 'cors' || fault === 'reset') throw new NetworkFault()
    return server.storage(request, fault)
  }

  async function send(put: Parameters<SendObject>[0]): ReturnType<SendObject> {
    const { url, headers, body, signal } = put
    const tell = (fraction: number) => put.onProgress(Math.ceil(body.size * fraction))
    const heldAt = (await holds.take('send')?.untilReleased(signal, tell)) ?? 0
    const fault = faults.take(...PUT_FAULTS)
    if (fault === 'offline') throw offline()
    if (fault === 'cors') throw refusedPreflight(Object.keys(headers))
    const end = fault === 'reset' ? BREAKS_AT : 1
    for (const fraction of PROGRESS.filter((each) => each > heldAt && each <= end)) {
      tell(fraction)
      await nextTask()
      if (signal.aborted) throw new UploadError('aborted')
    }
    if (fault === 'reset') throw new NetworkFault()
    const bytes = new Uint8Array(await body.arrayBuffer())
    const answer = await server.storage(new Request(url, { method: 'PUT', headers, body: bytes }), fault)
    return { status: answer.status, headers: answer.headers, body: await answer.text() }
  }

  function offline(): NetworkFault {
    if (!faults.has('offline')) {
      setTimeout(() => {
        if (!faults.has('offline')) connection.goOnline()
      }, BACK_ONLINE_AFTER_MS)
    }
    return new NetworkFault()
  }

  return {
    fetch: (request, signal) =>
      new URL(request.url).origin === STORAGE_ORIGIN
        ? callStorage(request, signal)
        : callApi(request, signal),
    async send(put) {
      try {
        if (put.signal.aborted) throw new UploadError('aborted')
        return await send(put)
      } catch (error) {
        if (put.signal.aborted) throw new UploadError('aborted')
        throw error instanceof NetworkFault ? new UploadError('network') : error
      }
    },
  }
}

/** Null: the question what is saved now, which is no part of an upload. */
function stepOf({ method, url }: Request): HeldStep | null {
  if (method === 'DELETE') return 'remove'
  const last = new URL(url).pathname.split('/').at(-1)
  return last === 'request-url' || last === 'confirm' ? last : null
}

/** What a load balancer says when nobody is behind it. */
function gatewayAnswer(): Response {
  const headers = { 'content-type': 'text/html' }
  return new Response('<h1>503 Service Unavailable</h1>', { status: 503, headers })
}

async function cutOff(response: Response): Promise<Response> {
  const text = await response.text()
  return new Response(text.slice(0, text.length / 2), response)
}

/**
 * What the engine makes of a bucket without a CORS rule, with the evidence that it has then. It would come to that by
 * asking a server, and by a second PUT, seconds later.
 */
function refusedPreflight(headerNames: readonly string[]): UploadError {
  return classifySilence({
    isOnline: true,
    isStorageReachable: true,
    hasSentBytes: false,
    isRepeated: true,
    isExpired: false,
    origin: globalThis.location?.origin ?? null,
    headerNames,
  })
}
