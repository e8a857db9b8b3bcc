import { createBackend, type ProfileImageBackend, type SendObject, UploadError } from '../../src/index.ts'
import type { TestBackend } from '../../src/testing/index.ts'
import { portraitUrl } from './portrait.ts'

/** As in the code that people copy. */
export const ENDPOINT = '/api/profile-image'

export type NetworkName = 'direct' | 'fast' | 'slow-3g' | 'stall' | 'offline'

interface Line {
  latencyMs: number
  bytesPerMs: number
  /** No upload takes less: a small picture would be gone before anybody saw it move. */
  minSendMs: number
  /** Where it stops for ever, 0 to 1. */
  stallsAt: number
}

const LINES: Readonly<Record<Exclude<NetworkName, 'direct' | 'offline'>, Line>> = {
  fast: { latencyMs: 250, bytesPerMs: 2_000, minSendMs: 1_500, stallsAt: 1 },
  // As the developer tools of Chromium have it: 400 kbit/s, 2 s until the first byte of an answer.
  'slow-3g': { latencyMs: 2_000, bytesPerMs: 50, minSendMs: 1_500, stallsAt: 1 },
  stall: { latencyMs: 250, bytesPerMs: 500, minSendMs: 2_000, stallsAt: 0.4 },
}

const TICK_MS = 50

/** What an uploader reaches its servers by. */
export interface Wire {
  fetch(request: Request): Promise<Response>
  send: SendObject
}

/** The line that the toolbar names, from the page to a backend. */
export function wireTo({ fetch, props: { send } }: TestBackend, network: NetworkName): Wire {
  if (network === 'direct' || network === 'offline') return { fetch, send }
  const line = LINES[network]
  return {
    async fetch(request) {
      await pause(line.latencyMs, request.signal)
      return fetch(request)
    },
    send: slowed(send, line),
  }
}

/** What a component is given, to use that wire. */
export function propsOver({ fetch, send }: Wire): TestBackend['props'] {
  const backend = createBackend({
    endpoint: ENDPOINT,
    fetch: (input, init) => fetch(new Request(input, init)),
  })
  return { endpoint: withLoadableImages(backend), send }
}

/** Nothing serves what lies in the memory of this page, so an image that was brought back has another address. */
function withLoadableImages(backend: ProfileImageBackend): ProfileImageBackend {
  let isRemoved = false
  return {
    ...backend,
    async remove(context) {
      isRemoved = true
      return backend.remove?.(context) ?? { undoTicket: null }
    },
    async confirm(ticket, context) {
      const image = await backend.confirm(ticket, context)
      const wasRemoved = isRemoved
      isRemoved = false
      return wasRemoved ? { ...image, url: portraitUrl } : image
    },
  }
}

function slowed(send: SendObject, line: Line): SendObject {
  return async (put) => {
    const { body, signal, onProgress } = put
    const durationMs = Math.max(line.minSendMs, body.size / line.bytesPerMs)
    for (let ms = TICK_MS; ms <= durationMs; ms += TICK_MS) {
      await pause(TICK_MS, signal)
      const fraction = ms / durationMs
      if (fraction <= line.stallsAt) onProgress(Math.floor(body.size * fraction))
      else await untilAborted(signal)
    }
    return send({ ...put, onProgress() {} })
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new UploadError('aborted'))
    })
  })
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new UploadError('aborted')))
  })
}
