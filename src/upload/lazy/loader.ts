import { isUploadError, UploadError, type UploadStep } from '../../contract/upload-error.ts'
import type { Clock } from '../retry/clock.ts'
import type { OnlineStatus } from '../retry/online-status.ts'
import { untilCalled } from '../retry/until-aborted.ts'
import { untilOnline } from '../retry/until-online.ts'

/** Something that is loaded once, when it is first needed or a little before. */
export interface Loader<T> {
  /** Null: it is not there yet. */
  get(): T | null
  /** It is about to be needed. When it cannot be loaded now, nobody hears of that. */
  preload(): void
  /**
   * It is needed now. Where it cannot be loaded because the device is offline, it is loaded when that is over.
   *
   * @param onWait The device is offline: true, or is not any more: false.
   * @throws {UploadError} `network` when it cannot be loaded, or not within 30 s; `offline` when the device did not come
   * back in time; `aborted`. Needed again, it is loaded again.
   */
  load(step: UploadStep, signal: AbortSignal, onWait: (isOffline: boolean) => void): Promise<T>
}

const TIMEOUT_MS = 30_000

export function createLoader<T>(
  load: () => Promise<T>,
  ports: { clock: Clock; connection: OnlineStatus },
): Loader<T> {
  let loaded: T | null = null
  let loading: Promise<T> | null = null
  let isTried = false

  async function begin(): Promise<T> {
    isTried = true
    try {
      loading ??= load()
      loaded = await loading
      return loaded
    } finally {
      loading = null
    }
  }

  function inTime(step: UploadStep, signal: AbortSignal): Promise<T> {
    return untilCalled(step, signal, (resolve, reject) => {
      // Without a cause: its name is not worth the bytes in every first load, and its message names the URL.
      const fail = () => reject(new UploadError('network', { step }))
      begin().then(resolve, fail)
      return ports.clock.after(TIMEOUT_MS, fail)
    })
  }

  return {
    get: () => loaded,
    preload() {
      // Once: whoever comes near moves on, and each move would ask a server that is away.
      if (!isTried) begin().catch(() => {})
    },
    async load(step, signal, onWait) {
      try {
        return await inTime(step, signal)
      } catch (error) {
        if (isUploadError(error, 'aborted') || ports.connection.isOnline()) throw error
      }
      onWait(true)
      await untilOnline(step, signal, ports)
      onWait(false)
      return inTime(step, signal)
    },
  }
}
