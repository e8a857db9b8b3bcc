import type { Clock } from '../../upload/retry/clock.ts'

/** By then whoever waits shall see the image itself, as far as it has come. */
const LIMIT_MS = 10_000

/** Whether this is an environment that loads images: neither a server nor jsdom is. */
export function loadsImages(): boolean {
  return typeof Image === 'function' && typeof Image.prototype.decode === 'function'
}

/**
 * Loads an image, and calls back when it can be drawn at once, or after 10 s. Never for one that cannot be loaded.
 *
 * @returns the function that prevents the call.
 */
export function whenDrawable(url: string, clock: Clock, callback: () => void): () => void {
  let isOver = false
  const end = () => {
    isOver = true
    cancelTimer()
  }
  const call = () => {
    if (isOver) return
    end()
    callback()
  }
  const cancelTimer = clock.after(LIMIT_MS, call)
  const image = new Image()
  image.src = url
  image.decode().then(call, end)
  return end
}
