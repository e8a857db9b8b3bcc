import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLEAR_AFTER_MS } from '../../../src/react/announcements/announcer.tsx'
import { buildSoakPage } from './build-soak-page.ts'
import { describeGrowth, sumOf } from './object-bytes.ts'
import { type OpenSoakPage, openSoakPage, type Reading } from './open-soak-page.ts'
import { printFigures } from './print-figures.ts'
import { slope } from './slope.ts'
import type { UploadEnd } from './soak-page.ts'
import { ACTS, FAULTS, LANES, PHASES, planUploads } from './soak-plan.ts'
import { type SoakServer, startSoakServer } from './soak-server.ts'

// A thousand uploads in one page, most of them well, others cancelled, replaced, unmounted or broken in each phase.
// What each leaves behind adds up until it can be seen.

const UPLOADS = 1_000
const READ_EVERY = 200
/** A run that is kept takes some thousand; two readings of the same page differ by so much that less says nothing. */
const MAX_GROWTH_BYTES_PER_UPLOAD = 300

/** Another plan each time. SEED makes one again. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const plan = planUploads(seed, UPLOADS)

let server: SoakServer
let page: OpenSoakPage
let before: Reading
const readings: (readonly [uploads: number, reading: Reading])[] = []
const ends: UploadEnd[] = []

beforeAll(async () => {
  server = await startSoakServer(await buildSoakPage(), plan)
  page = await openSoakPage(server.url)
  before = await page.read()
  const startedAtMs = performance.now()
  for (let uploads = 0; uploads < UPLOADS;) {
    ends.push(...(await page.run(plan.slice(uploads, (uploads += READ_EVERY)))))
    readings.push([uploads, await page.read()])
  }
  printFigures({ seed, ms: performance.now() - startedAtMs, before, readings, ends, faults: server.faults })
}, 600_000)

afterAll(async () => {
  await page.close()
  await server.close()
})

test('every act came in every phase, and every fault came', () => {
  const met = new Set(plan.map(({ number, act }) => `${act?.kind} in ${endOf(number)?.actedIn}`))
  const places = ACTS.flatMap((kind) => PHASES.map((phase) => `${kind} in ${phase}`))
  expect(places.filter((place) => !met.has(place))).toEqual([])
  expect(FAULTS.filter((fault) => !server.faults.has(fault))).toEqual([])
  expect(page.uncaught).toEqual([])
})

test('T-67, I9: each object URL is revoked, once', () => {
  for (const [uploads, { objectUrls }] of readings) {
    expect(objectUrls.created).toBeGreaterThan(uploads / 2)
    expect(objectUrls).toEqual({ created: objectUrls.created, revoked: objectUrls.created, revokedInVain: 0 })
  }
})

test('T-67: no listener and no timer is left', () => {
  for (const [, { listeners, timers }] of readings) {
    // React listens to each image, and at first there were none.
    expect(listeners).toEqual({ ...before.listeners, HTMLImageElement: 2 * LANES.length })
    // What was said is taken away after a while: two regions a lane, one timer each.
    const ofAnnouncers = timers.filter((ms) => ms === CLEAR_AFTER_MS)
    expect(ofAnnouncers.length).toBeLessThanOrEqual(2 * LANES.length)
    expect(timers.filter((ms) => ms !== CLEAR_AFTER_MS)).toEqual(before.timers)
  }
})

test('T-67: neither the heap nor the document nor a cache grows with the number of uploads', () => {
  const sizes = readings.map(([uploads, { objectBytes }]) => [uploads, sumOf(objectBytes)] as const)
  const [[, first], [, last]] = [readings.at(0), readings.at(-1)] as [[number, Reading], [number, Reading]]
  const growth = slope(sizes)
  const kinds =
    growth < MAX_GROWTH_BYTES_PER_UPLOAD ? '' : describeGrowth(first.objectBytes, last.objectBytes)
  expect(kinds).toBe('')
  for (const [, { nodes, mutations, queries }] of readings) {
    expect(nodes).toBeLessThan(before.nodes + 20)
    expect(mutations).toBe(0)
    expect(queries).toBe(before.queries)
  }
})

test('I1, I5: nothing lies under avatars/ but what was announced, confirmed and saved last', () => {
  const current = server.objects('avatars/')
  const images = [...current, ...server.objects('removed/')]
  expect(images.length).toBeGreaterThan(UPLOADS / 2)
  for (const { key, bytes } of images) expect(sha256(bytes)).toBe(server.announced.get(idOf(key)))
  const ids = images.map(({ key }) => idOf(key)).toSorted()
  expect(server.saved.map(({ id }) => id).toSorted()).toEqual(ids)
  expect(ids).toEqual([...server.confirmed].toSorted())
  const lastOfEachOwner = new Map(server.saved.map(({ key }) => [key.split('/')[1], key]))
  expect(current.map(({ key }) => key).toSorted()).toEqual([...lastOfEachOwner.values()].toSorted())
  const shown = ends.flatMap(({ imageId }) => imageId ?? [])
  expect(shown.filter((id) => !server.confirmed.has(id))).toEqual([])
})

function endOf(number: number): UploadEnd | undefined {
  return ends.find((end) => end.number === number)
}

function idOf(key: string): string {
  return /([^/]+)\.png$/.exec(key)?.[1] ?? key
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
