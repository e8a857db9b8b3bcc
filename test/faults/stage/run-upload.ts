import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultsPage, PageEntry } from '../page/page-entry.ts'
import type { Run } from './stage.ts'

declare const faults: FaultsPage

type StateEntry = Extract<PageEntry, { kind: 'state' }>

/** After so many real milliseconds without a byte on any wire, a request counts as one that gets no answer. */
const SILENT_AFTER_MS = 600
const STEP_MS = 500

export async function choosePicture(run: Run, buffer: Buffer, name = 'me.jpg'): Promise<void> {
  await run.page.evaluate(() => faults.tell({ kind: 'act' }))
  await run.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer })
}

export function lastState({ entries }: Run): StateEntry | null {
  const last = entries.findLast((entry) => entry.kind === 'state')
  return last?.kind === 'state' ? last : null
}

/**
 * Until the page shows what is waited for. Time passes in the page when it waits for nothing but time: for a pause to
 * end, or for an answer that will not come.
 */
export async function until(
  run: Run,
  isThere: (state: StateEntry) => boolean,
  budgetMs = 480_000,
): Promise<StateEntry> {
  const giveUpAtMs = run.scene.now() + budgetMs
  for (;;) {
    const state = lastState(run)
    if (state !== null && isThere(state)) return state
    if (run.scene.now() > giveUpAtMs) {
      throw new Error(`Still ${state?.phase} after ${budgetMs} ms of the page's time.`)
    }
    const openMs = await run.page.evaluate(() => faults.openCalls())
    if (openMs.every((ms) => Math.min(ms, run.scene.silentMs()) > SILENT_AFTER_MS)) await run.advance(STEP_MS)
    else await sleep(10)
  }
}

export function untilSettled(run: Run): Promise<StateEntry> {
  return until(run, ({ phase }) => phase === 'success' || phase === 'error')
}

export const isPut = ({ method }: { method: string }) => method === 'PUT'

export function countOf({ entries }: Run, kind: PageEntry['kind']): number {
  return entries.filter((entry) => entry.kind === kind).length
}

/** Keeps the next PUT on its way after half of its bytes. */
export function holdPut({ scene }: Run): void {
  scene.storageWire.fail({ of: isPut, damage: 'hold', after: { up: { fraction: 0.5 } } })
}

export async function untilHeld({ scene }: Run): Promise<void> {
  while (!scene.storageWire.requests.some((request) => isPut(request) && request.isDamaged)) await sleep(10)
}

/** Whatever would still be sent, is sent now. */
export async function giveItTime(run: Run): Promise<void> {
  for (let count = 0; count < 20; count += 1) await run.advance(5_000)
  await sleep(100)
}
