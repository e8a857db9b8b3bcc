import { type ProfileImageBackend, type SendObject, UploadError } from '../../src/index.ts'
import type { TestBackend } from '../../src/testing/index.ts'
import { portraitUrl } from './portrait.ts'

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

/** What a story's component is given: its backend, reached over such a line. */
export function propsOver(network: NetworkName, { props }: TestBackend): TestBackend['props'] {
  const endpoint = withLoadableImages(props.endpoint)
  if (network === 'direct' || network === 'offline') return { ...props, endpoint }
  const line = LINES[network]
  return { endpoint: delayed(endpoint, line), send: slowed(props.send, line) }
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

function delayed(backend: ProfileImageBackend, { latencyMs }: Line): ProfileImageBackend {
  return {
    ...backend,
    async requestUrl(request, context) {
      await pause(latencyMs, context.signal)
      return backend.requestUrl(request, context)
    },
    async confirm(ticket, context) {
      await pause(latencyMs, context.signal)
      return backend.confirm(ticket, context)
    },
    async remove(context) {
      await pause(latencyMs, context.signal)
      return backend.remove?.(context) ?? { undoTicket: null }
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
