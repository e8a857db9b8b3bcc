import { onTestFinished, vi } from 'vitest'

/** For this test, time that `vi.advanceTimersByTime` can jump over; it goes on by itself as well. */
export function jumpingTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    shouldAdvanceTime: true,
  })
  onTestFinished(() => {
    vi.useRealTimers()
  })
}
