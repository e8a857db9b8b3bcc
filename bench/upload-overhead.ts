import { isDeepStrictEqual } from 'node:util'
import { chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../scripts/browser.mjs'
import type { Bench, Comparison } from './bench.ts'
import { buildPage } from './build-page.ts'
import { interleave } from './interleave.ts'
import { openMainThreadMeter } from './main-thread-meter.ts'
import type { Way } from './page/main.tsx'
import { median } from './paired-ratio.ts'
import { startUploadServers, type UploadServers } from './upload-servers.ts'

const WAYS: readonly Way[] = ['raw', 'raw with SHA-256', 'engine', 'hook']
const SIZES = { '30 kB': 30_000, '5 MB': 5_000_000 }
const LATENCY_MS = 20

/** What the engine and the hook add to the same requests written by hand: in Chromium, from call to confirmed image. */
export const uploadOverhead: Bench = {
  name: 'upload-overhead',
  rounds: 40,
  async run(rounds) {
    const servers = await startUploadServers(await buildPage(), LATENCY_MS)
    const browser = await chromium.launch(await chromiumLaunchOptions())
    const comparisons: Comparison[] = []
    const broken = new Set<string>()
    try {
      const page = await browser.newPage()
      const mainThreadMs = await openMainThreadMeter(page)
      await page.goto(servers.pageUrl)
      await page.waitForFunction(() => 'measureUpload' in window)

      for (const [size, sizeBytes] of Object.entries(SIZES)) {
        const cpuMs = new Map(WAYS.map((way): [Way, number[]] => [way, []]))
        const samples = await interleave(WAYS, { rounds, warmUps: 5 }, async (way) => {
          const before = await mainThreadMs()
          const { ms, wrongRequests } = await upload(page, servers, way, sizeBytes)
          cpuMs.get(way)?.push((await mainThreadMs()) - before)
          if (wrongRequests !== null) broken.add(`${way}, ${size}: the requests were ${wrongRequests}`)
          return ms
        })
        const cpu = Array.from(cpuMs, ([way, values]) => `${way} ${median(values).toFixed(1)}`)
        comparisons.push({
          title: `Upload of ${size}, the backend answers after ${LATENCY_MS} ms`,
          samples,
          baselines: ['raw', 'raw with SHA-256'],
          facts: {
            'requests of each upload': broken.size === 0 ? REQUESTS : 'not as they must be',
            'CPU ms of the main thread': cpu.join(', '),
          },
        })
      }
    } finally {
      await browser.close()
      await servers.close()
    }
    return { comparisons, broken: [...broken] }
  },
}

const REQUESTS = '1 sign, 1 preflight, 1 PUT, 1 confirm; the hook then loads the image'

async function upload(
  page: Page,
  servers: UploadServers,
  way: Way,
  sizeBytes: number,
): Promise<{ ms: number; wrongRequests: string | null }> {
  servers.takeCounts()
  const ms = await page.evaluate(([given, bytes]) => window.measureUpload(given, bytes), [
    way,
    sizeBytes,
  ] as const)
  // It is asked for when the upload is over, and may come before or after its frame.
  const { image: _, ...counts } = servers.takeCounts()
  const expected = { sign: 1, preflight: 1, put: 1, confirm: 1, other: 0, putBytes: sizeBytes }
  return { ms, wrongRequests: isDeepStrictEqual(counts, expected) ? null : JSON.stringify(counts) }
}
