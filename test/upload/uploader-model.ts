import type { NetworkPhase, UploadPhase } from '../../src/upload/upload-state.ts'
import type { FakeClock } from './fake-clock.ts'
import { type ModelDraft, modelRun, type ModelRun, type ModelSettled, type ModelWork } from './model-run.ts'

// What the uploader is expected to do, said once more in the plainest way, with codes in place of errors and without
// a promise. Its random numbers are all 0.5.

const PASSING = new Set(['network', 'offline', 'backend-unavailable', 'storage-busy', 'not-uploaded'])
const DEAD_ENDS = new Set(['signature-mismatch', 'url-expired', 'changed', 'ticket-invalid', 'superseded'])
const STALE_MS = 285_000
const MAX_OFFLINE_MS = 300_000
const NOTHING_YET: ModelSettled = { phase: 'idle', what: null, failed: null }

export class UploaderModel {
  readonly #clock: FakeClock
  #isLoaded: boolean
  isOnline = true
  /** What is shown, which is not always the phase of the active run: a cancel goes back to `confirming`. */
  phase: UploadPhase = 'idle'
  what: string | null = null
  settled: ModelSettled = NOTHING_YET
  active: ModelRun | null = null
  starts: ModelRun[] = []
  saved: string[] = []
  failed: string[] = []
  calls: Record<NetworkPhase, number> = { requesting: 0, uploading: 0, confirming: 0, removing: 0 }

  /** @param isLoaded False: the engine has still to load, which takes no time but is not done in the same breath. */
  constructor(clock: FakeClock, { isLoaded }: { isLoaded: boolean }) {
    this.#clock = clock
    this.#isLoaded = isLoaded
  }

  /** Those that have not ended. */
  get open(): ModelRun[] {
    return this.starts.filter(({ end }) => end === null)
  }

  get canCancel(): boolean {
    const phase = this.phase === 'waiting' ? (this.active?.wait?.resumes ?? '') : this.phase
    return ['preparing', 'requesting', 'uploading'].includes(phase)
  }

  /** Those that the user cannot stop. */
  get unstoppable(): ModelRun[] {
    return this.open.filter((run) => run !== this.active || !this.canCancel)
  }

  get isRemoving(): boolean {
    return this.open.some(({ work }) => work.kind === 'removal')
  }

  get canRemove(): boolean {
    return this.unstoppable.length === 0 && this.phase !== 'removed'
  }

  /** Whether the upload in the foreground waits for something older. What is no picture waits for nothing. */
  get isHeld(): boolean {
    const { work, waitsFor = [] } = this.active ?? {}
    return work?.kind === 'upload' && work.draft.isPicture && waitsFor.some(({ end }) => end === null)
  }

  // What the user does

  upload(isPicture: boolean): void {
    const draft = { isPicture, isPrepared: false, grantedAt: null, isUnconfirmed: false }
    this.#start({ kind: 'upload', draft })
  }

  remove(): boolean {
    const { unstoppable } = this
    // It might be the image that is being saved.
    if (unstoppable.some(({ work }) => work.kind !== 'removal')) return false
    const isGone = this.settled.phase === 'removed' || unstoppable.length > 0
    if (isGone) this.cancel()
    else this.#start({ kind: 'removal' })
    return !isGone
  }

  undo(): boolean {
    if (this.phase !== 'removed' || this.what !== 'can undo') return false
    this.#start({ kind: 'undo' })
    return true
  }

  retry(): boolean {
    const isSettled = ['idle', 'success', 'removed', 'error'].includes(this.phase)
    if (!isSettled || this.settled.failed === null) return false
    this.#start(this.settled.failed)
    return true
  }

  cancel(): void {
    if (!this.canCancel || this.active === null) return
    this.active.end = 'aborted'
    this.active = this.open.at(-1) ?? null
    if (this.active === null) this.#show(this.settled.phase, this.settled.what)
    else this.#show(this.active.work.kind === 'removal' ? 'removing' : 'confirming')
  }

  reset(): void {
    for (const run of this.open) run.end = 'aborted'
    this.active = null
    this.settled = NOTHING_YET
    this.#show('idle')
  }

  refuse(code: string): void {
    this.#makeRoom()
    this.#failed(null, code)
  }

  /** What was prepared in the background is there. */
  prepared(): void {
    const run = this.active
    if (this.starts.length > 0) this.#isLoaded = true
    if (run?.phase !== 'preparing' || this.isHeld) return
    const draft = draftOf(run)
    draft.isPrepared = draft.isPicture
    if (draft.isPicture) this.#begin(run)
    else this.fails(run, 'unsupported-type')
  }

  // What the steps answer

  granted(run: ModelRun): void {
    draftOf(run).grantedAt = run.askedAt
    this.#goOn(run)
  }

  ended(run: ModelRun, errorCode: string | null): void {
    draftOf(run).isUnconfirmed = true
    run.put = { errorCode }
    const canHaveArrived = errorCode === null || PASSING.has(errorCode)
    run.pausesMs = canHaveArrived ? [500, 1_000, 2_000] : []
    this.#call(run, 'confirming')
  }

  expired(run: ModelRun): void {
    if (run.isRenewed) return this.fails(run, 'url-expired')
    run.isRenewed = true
    this.#call(run, 'requesting')
  }

  confirmed(run: ModelRun): void {
    const { id, work } = run
    this.#done(run, id, { phase: 'success', what: id, failed: null })
    this.saved.push(work.kind === 'undo' ? `restored ${id}` : id)
  }

  removed(run: ModelRun, canUndo: boolean): void {
    this.#done(run, 'removed', { phase: 'removed', what: canUndo ? 'can undo' : null, failed: null })
    this.saved.push('removed')
  }

  missing(run: ModelRun): void {
    if (run.work.kind === 'undo') return this.fails(run, 'not-uploaded')
    const pauseMs = run.pausesMs.shift()
    if (pauseMs !== undefined) return this.#wait(run, 'backoff', 'confirming', pauseMs)
    draftOf(run).isUnconfirmed = false
    if (run.put === null) return this.#goOn(run)
    const { errorCode } = run.put
    if (errorCode === 'url-expired' && !run.isRenewed) {
      run.isRenewed = true
      return this.#goOn(run)
    }
    this.busy(run, errorCode ?? 'not-uploaded', 'uploading')
  }

  changed(run: ModelRun): void {
    if (run.isRestarted || run.work.kind === 'undo') return this.fails(run, 'changed')
    run.isRestarted = true
    draftOf(run).isUnconfirmed = false
    draftOf(run).grantedAt = null
    this.#goOn(run)
  }

  busy(run: ModelRun, code: string, phase: NetworkPhase): void {
    if (!PASSING.has(code)) return this.fails(run, code)
    // Only what had no answer can be the fault of the connection.
    if (!this.isOnline && code === 'network') {
      return this.#wait(run, 'online', phase, MAX_OFFLINE_MS - run.offlineMs)
    }
    run.tries[phase] += 1
    if (run.tries[phase] === 4) return this.fails(run, code)
    run.failures += 1
    this.#wait(run, 'backoff', phase, 0.5 * Math.min(20_000, 500 * 2 ** (run.failures - 1)))
  }

  fails(run: ModelRun, code: string): void {
    run.end = code
    const { work } = run
    if (work.kind === 'upload' && DEAD_ENDS.has(code)) {
      work.draft.grantedAt = null
      work.draft.isUnconfirmed = false
    }
    const isFinal = work.kind === 'undo' && ['superseded', 'ticket-invalid'].includes(code)
    const failed = isFinal ? null : work
    if (run === this.active) this.#failed(failed, code)
    else if (this.active !== null) this.settled = { phase: 'error', what: code, failed }
  }

  // What happens to the device

  /** The timers that are due call back. */
  wake(nowMs: number): void {
    for (const run of this.open) if (run.wait !== null && run.wait.dueMs <= nowMs) this.#wake(run)
  }

  goOnline(): void {
    this.isOnline = true
    for (const run of this.open) if (run.wait?.waitingFor === 'online') this.#wake(run)
  }

  #start(work: ModelWork): void {
    if (this.#isLoaded) this.#makeRoom()
    else this.#forget()
    const others = this.open.filter((other) => other.work.kind !== 'upload')
    const run = modelRun(`image-${this.starts.length}`, work, others)
    this.starts.push(run)
    this.active = run
    if (work.kind !== 'upload') return this.#call(run, work.kind === 'removal' ? 'removing' : 'confirming')
    this.#show('preparing')
    if (work.draft.isPrepared && !this.isHeld) this.#begin(run)
  }

  /** What waits for the engine to load has begun nothing: the newest act replaces it. */
  #forget(): void {
    for (const run of this.open) {
      run.end = 'aborted'
      if (run.work.kind === 'removal') this.calls.removing -= 1
    }
  }

  /** What can be stopped is, and so is a removal or an undo of which nothing is on its way. */
  #makeRoom(): void {
    const isWaiting = this.phase === 'waiting' && this.active?.work.kind !== 'upload'
    if (this.active !== null && (this.canCancel || isWaiting)) this.active.end = 'aborted'
  }

  #begin(run: ModelRun): void {
    const draft = draftOf(run)
    if (this.#ageMs(draft) > STALE_MS) draft.grantedAt = null
    this.#goOn(run)
  }

  #done(run: ModelRun, end: string, settled: ModelSettled): void {
    for (const older of this.open) {
      if (older === run) break
      older.end = 'aborted'
    }
    run.end = end
    if (this.active !== null) this.settled = settled
    if (this.active !== run) return
    this.active = null
    this.#show(settled.phase, settled.what)
  }

  /** The next request, from what is known of the upload. */
  #goOn(run: ModelRun): void {
    const draft = draftOf(run)
    if (draft.isUnconfirmed) {
      run.put = null
      run.pausesMs = []
      return this.#call(run, 'confirming')
    }
    if (draft.grantedAt === null) return this.#call(run, 'requesting')
    if (this.#ageMs(draft) > STALE_MS && run.renewals < 2) {
      run.renewals += 1
      return this.#call(run, 'requesting')
    }
    run.renewals = 0
    this.#call(run, 'uploading')
  }

  #call(run: ModelRun, phase: NetworkPhase): void {
    run.wait = null
    // Nothing begins for what was replaced.
    if (run !== this.active) {
      run.end = 'aborted'
      return
    }
    run.phase = phase
    run.askedAt = this.#now()
    this.calls[phase] += 1
    this.#show(phase)
  }

  #wait(run: ModelRun, waitingFor: 'backoff' | 'online', resumes: NetworkPhase, ms: number): void {
    if (run !== this.active) {
      run.end = 'aborted'
      return
    }
    run.phase = 'waiting'
    const sinceMs = this.#clock.monotonicMs()
    run.wait = { waitingFor, resumes, sinceMs, dueMs: sinceMs + ms }
    this.#show('waiting')
  }

  #wake(run: ModelRun): void {
    if (run.wait === null) return
    const { waitingFor, resumes, sinceMs } = run.wait
    run.wait = null
    if (waitingFor === 'online') run.offlineMs += this.#clock.monotonicMs() - sinceMs
    if (waitingFor === 'online' && !this.isOnline) this.fails(run, 'offline')
    else if (resumes === 'uploading') this.#goOn(run)
    else this.#call(run, resumes)
  }

  #failed(failed: ModelWork | null, code: string): void {
    this.active = null
    this.settled = { phase: 'error', what: code, failed }
    this.failed.push(code)
    this.#show('error', code)
  }

  #show(phase: UploadPhase, what: string | null = null): void {
    this.phase = phase
    this.what = what
  }

  #now(): [number, number] {
    return [this.#clock.monotonicMs(), this.#clock.wallMs()]
  }

  #ageMs({ grantedAt }: ModelDraft): number {
    if (grantedAt === null) return 0
    const [monotonicMs, wallMs] = this.#now()
    return Math.max(monotonicMs - grantedAt[0], wallMs - grantedAt[1])
  }
}

function draftOf({ work }: ModelRun): ModelDraft {
  if (work.kind !== 'upload') throw new Error(`There is no file in the ${work.kind}`)
  return work.draft
}
