import { type CDPSession, chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../../../scripts/browser.mjs'
import { objectBytes, type HeapSnapshot } from './object-bytes.ts'
import type { SoakPage, UploadEnd } from './soak-page.ts'
import type { PlannedUpload } from './soak-plan.ts'
import { type HeldResources, type ResourceWatch, watchResources } from './watch-resources.ts'

/** What the page holds while nothing runs. Sizes after two collections of garbage, in bytes. */
export interface Reading extends HeldResources {
  mutations: number
  queries: number
  nodes: number
  /** The objects of the page, by their kinds. */
  objectBytes: ReadonlyMap<string, number>
  /** All of V8's heap: also code, which grows while it becomes faster. */
  heapBytes: number
}

export interface OpenSoakPage {
  run(uploads: readonly PlannedUpload[]): Promise<UploadEnd[]>
  read(): Promise<Reading>
  /** Errors that nobody has caught. */
  uncaught: string[]
  close(): Promise<void>
}

declare const soak: SoakPage
declare const heldResources: ResourceWatch['heldResources']

export async function openSoakPage(url: string): Promise<OpenSoakPage> {
  const browser = await chromium.launch(await chromiumLaunchOptions())
  const page = await browser.newPage({ locale: 'en-US' })
  const uncaught: string[] = []
  page.on('pageerror', (error) => uncaught.push(String(error)))
  await page.addInitScript(watchResources)
  await page.goto(url)
  await page.locator('[data-part=root][data-state=idle]').last().waitFor()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return {
    run: (uploads) => page.evaluate((given) => soak.run(given), uploads),
    read: () => read(page, session),
    uncaught,
    close: () => browser.close(),
  }
}

async function read(page: Page, session: CDPSession): Promise<Reading> {
  await page.waitForFunction(() => soak.isQuiet())
  // A picture is shown from the page until the browser has the saved image.
  await page.waitForFunction(() => document.querySelector('img[src^="blob:"]') === null)
  // At once: what is waited for below would give a timer that was forgotten the time to fire.
  const { timers } = await page.evaluate(() => heldResources())
  await page.waitForFunction(() => heldResources().timeoutSignals === 0)
  await collectGarbage(session)
  const held = await page.evaluate(() => ({ ...heldResources(), ...soak.cacheSizes() }))
  await collectGarbage(session)
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { metrics } = await session.send('Performance.getMetrics')
  return {
    ...held,
    timers,
    nodes: metrics.find(({ name }) => name === 'Nodes')?.value ?? Number.NaN,
    objectBytes: objectBytes(await takeHeapSnapshot(session)),
    heapBytes: usedSize,
  }
}

/** Twice: what the first one finalises is free only after the second. */
async function collectGarbage(session: CDPSession): Promise<void> {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
}

async function takeHeapSnapshot(session: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = []
  const collect = ({ chunk }: { chunk: string }) => chunks.push(chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', collect)
  await session.send('HeapProfiler.takeHeapSnapshot', { exposeInternals: true })
  session.off('HeapProfiler.addHeapSnapshotChunk', collect)
  return JSON.parse(chunks.join('')) as HeapSnapshot
}
