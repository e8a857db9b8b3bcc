import type { Page } from 'playwright'

/** Milliseconds of CPU that the main thread of this page has used so far: what a busy machine does not change much. */
export async function openMainThreadMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value
    if (seconds === undefined) throw new TypeError('This browser does not tell the duration of its tasks.')
    return seconds * 1000
  }
}
