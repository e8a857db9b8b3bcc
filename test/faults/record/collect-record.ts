import type { FaultsPage } from '../page/page-entry.ts'
import type { RunRecord } from './run-record.ts'
import { allTold, type Run } from '../stage/stage.ts'

declare const faults: FaultsPage

/** Everything that can be known of a run, collected after its end. */
export async function collectRecord(run: Run): Promise<RunRecord> {
  const { scene, page, entries, consoleTexts, pageErrors } = run
  // A picture is shown from the page until the browser has the saved image.
  const isShown = () => document.querySelector('img[data-part=preview][src^="blob:"]') === null
  await page.waitForFunction(isShown, null, { timeout: 3_000 }).catch(() => {})
  // A mutation leaves its cache in the turn after its end.
  await page.waitForFunction(() => faults.mutationCount() === 0, null, { timeout: 3_000 }).catch(() => {})
  await allTold(run)
  const inPage = await page.evaluate(() => ({
    mutationsLeft: faults.mutationCount(),
    caches: faults.cacheText(),
    storages: JSON.stringify([localStorage, sessionStorage]),
    html: document.documentElement.outerHTML,
  }))
  const { caches, storages, html } = inPage
  // What has failed is shown until something else is done, or the page is left.
  await page.evaluate(() => faults.unmount())
  await allTold(run)
  return {
    entries,
    storageRequests: [...scene.storageWire.requests],
    backendRequests: [...scene.backendWire.requests],
    grants: scene.grants.map(({ id, ticket, upload }) => ({
      id,
      ticket,
      signature: new URL(upload.url).searchParams.get('X-Amz-Signature') ?? '',
      sha256: upload.headers['x-amz-checksum-sha256'] ?? '',
    })),
    confirmed: scene.confirmed,
    saved: scene.saved,
    objects: scene.s3.objects(scene.bucket),
    texts: {
      states: entries.map((entry) => (entry.kind === 'state' ? entry.text : '')).join('\n'),
      // The browser's own lines on failed requests name their URLs: no page can change that.
      console: consoleTexts.filter((text) => !/^Access to |^Failed to load resource/.test(text)).join('\n'),
      events: scene.events.join('\n'),
      errors: pageErrors.join('\n'),
      caches,
      storages,
      html,
    },
    pageErrors,
    mutationsLeft: inPage.mutationsLeft,
    replays: await replay(run),
  }
}

/** The same bytes to the same URL, past the proxies: nothing of the run is changed by it but a 412. */
async function replay({ scene }: Run): Promise<RunRecord['replays']> {
  const { grants, confirmed, s3, bucket } = scene
  const used = grants.filter(({ id }) => confirmed.some((image) => image.id === id))
  return Promise.all(
    used.map(async ({ id, upload }) => {
      const key = new URL(upload.url).pathname.slice(bucket.length + 2)
      const bytes = s3.objects(bucket).find((object) => object.key === key)?.bytes ?? new Uint8Array()
      const { host } = new URL(upload.url)
      const answer = await s3.fetch(
        new Request(upload.url, { method: 'PUT', headers: { ...upload.headers, host }, body: bytes }),
      )
      return { id, status: answer.status }
    }),
  )
}
