import type { UploadStep } from '../../contract/upload-error.ts'
import { leaveAct, outsideAct } from '../acts/outside-act.ts'

/** The steps that are requests. */
export type HeldStep = Exclude<UploadStep, 'prepare'>

/** A request that is kept from its server, so that what the page shows meanwhile can be looked at. */
export interface Hold {
  /** Resolves when the request is held. */
  readonly reached: Promise<void>
  /** Lets the request go on. */
  release(): void
}

/** A PUT that is held. */
export interface SendHold extends Hold {
  /**
   * How much of the picture has been sent, 0 to 1. It is told again each second, so that the bar does not become one
   * that knows nothing; until the first call nothing moves, as on a line that stalls.
   *
   * @throws {TypeError} when it is no fraction
   */
  progress(fraction: number): void
}

/** What the held request does. */
export interface HeldRequest {
  /**
   * Resolves when it is released, with the last fraction; rejects with the signal's reason when that aborts.
   *
   * @param onProgress Told of each fraction.
   */
  untilReleased(signal: AbortSignal, onProgress?: (fraction: number) => void): Promise<number>
}

export interface Holds {
  /**
   * Holds the next request of this step.
   *
   * @throws {TypeError} for a step that is no request
   */
  hold(step: HeldStep): SendHold
  /** The hold that this request runs into; null when it may pass. To be asked once for each request. */
  take(step: HeldStep): HeldRequest | null
  releaseAll(): void
}

const STEPS: readonly HeldStep[] = ['request-url', 'send', 'confirm', 'remove']
const TOLD_AGAIN_MS = 1_000

export function createHolds(): Holds {
  const waiting = new Map<HeldStep, HeldRequest[]>()
  const all: Hold[] = []
  return {
    hold(step) {
      if (!STEPS.includes(step)) {
        throw new TypeError(`createTestBackend: hold() knows no step "${step}", only ${STEPS.join(', ')}.`)
      }
      const { hold, request } = createHold()
      waiting.set(step, [...(waiting.get(step) ?? []), request])
      all.push(hold)
      return hold
    },
    take: (step) => waiting.get(step)?.shift() ?? null,
    releaseAll() {
      for (const hold of all) hold.release()
    },
  }
}

function createHold(): { hold: SendHold; request: HeldRequest } {
  let fraction: number | null = null
  let tell = () => {}
  let reach = () => {}
  let release = () => {}
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return {
    hold: {
      // Who waits for it lets the upload go on.
      get reached() {
        return outsideAct(() => reached)
      },
      release,
      progress(sent) {
        if (!(sent >= 0 && sent <= 1)) {
          throw new TypeError(`createTestBackend: progress() takes a fraction from 0 to 1, not ${sent}.`)
        }
        fraction = sent
        const comeBack = leaveAct()
        tell()
        comeBack()
      },
    },
    request: {
      async untilReleased(signal, onProgress = () => {}) {
        tell = () => {
          if (fraction !== null) onProgress(fraction)
        }
        const timer = setInterval(tell, TOLD_AGAIN_MS)
        try {
          tell()
          reach()
          await Promise.race([released, rejectedOn(signal)])
        } finally {
          clearInterval(timer)
          tell = () => {}
        }
        return fraction ?? 0
      },
    },
  }
}

function rejectedOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
  })
}
