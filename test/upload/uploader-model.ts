import type { NetworkPhase, UploadPhase } from '../../src/upload/upload-state.ts'
import type { FakeClock } from './fake-clock.ts'
import { type ModelDraft, modelRun, type ModelRun, type ModelSettled } from './model-run.ts'

// What the uploader is expected to do, said once more in the plainest way, with codes in place of errors and without
// a promise. Its random numbers are all 0.5.

const PASSING = new Set(['network', 'offline', 'backend-unavailable', 'storage-busy', 'not-uploaded'])
const DEAD_ENDS = new Set(['signature-mismatch', 'url-expired', 'changed', 'ticket-invalid'])
const STALE_MS = 285_000
const MAX_OFFLINE_MS = 300_000

export class UploaderModel {
  readonly #clock: FakeClock
  isOnline = true
  /** What is shown, which is not always the phase of the active run: a cancel goes back to `confirming`. */
  phase: UploadPhase = 'idle'
  what: string | null = null
  settled: ModelSettled = { phase: 'idle', what: null, draft: null }
  active: ModelRun | null = null
  starts: ModelRun[] = []
  saved: string[] = []
  failed: string[] = []
  calls: Record<NetworkPhase, number> = { requesting: 0, uploading: 0, confirming: 0 }

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** Those that have not ended. */
  get open(): ModelRun[] {
    return this.starts.filter(({ end }) => end === null)
  }

  get canCancel(): boolean {
    if (this.phase === 'waiting') return this.active?.wait?.resumes !== 'confirming'
    return ['preparing', 'requesting', 'uploading'].includes(this.phase)
  }

  // What the user does

  upload(isPicture: boolean): void {
    this.#start({ isPicture, isPrepared: false, grantedAt: null, isUnconfirmed: false })
  }

  retry(): boolean {
    const isSettled = ['idle', 'success', 'error'].includes(this.phase)
    if (!isSettled || this.settled.draft === null) return false
    this.#start(this.settled.draft)
    return true
  }

  cancel(): void {
    if (!this.canCancel || this.active === null) return
    this.active.end = 'aborted'
    this.active = this.open.at(-1) ?? null
    if (this.active === null) this.#show(this.settled.phase, this.settled.what)
    else this.#show('confirming')
  }

  reset(): void {
    for (const run of this.open) run.end = 'aborted'
    this.active = null
    this.settled = { phase: 'idle', what: null, draft: null }
    this.#show('idle')
  }

  refuse(code: string): void {
    if (this.canCancel && this.active !== null) this.active.end = 'aborted'
    this.#failed(null, code)
  }

  /** What was prepared in the background is there. */
  prepared(): void {
    const run = this.active
    if (run?.phase !== 'preparing') return
    run.draft.isPrepared = run.draft.isPicture
    if (run.draft.isPicture) this.#begin(run)
    else this.fails(run, 'unsupported-type')
  }

  // What the steps answer

  granted(run: ModelRun): void {
    run.draft.grantedAt = run.askedAt
    this.#goOn(run)
  }

  ended(run: ModelRun, errorCode: string | null): void {
    run.draft.isUnconfirmed = true
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
    const { id } = run
    for (const older of this.open) {
      if (older === run) break
      older.end = 'aborted'
    }
    run.end = id
    if (this.active !== null) this.settled = { phase: 'success', what: id, draft: null }
    if (this.active === run) {
      this.active = null
      this.#show('success', id)
    }
    this.saved.push(id)
  }

  missing(run: ModelRun): void {
    const pauseMs = run.pausesMs.shift()
    if (pauseMs !== undefined) return this.#wait(run, 'backoff', 'confirming', pauseMs)
    run.draft.isUnconfirmed = false
    if (run.put === null) return this.#goOn(run)
    const { errorCode } = run.put
    if (errorCode === 'url-expired' && !run.isRenewed) {
      run.isRenewed = true
      return this.#goOn(run)
    }
    this.busy(run, errorCode ?? 'not-uploaded', 'uploading')
  }

  changed(run: ModelRun): void {
    if (run.isRestarted) return this.fails(run, 'changed')
    run.isRestarted = true
    run.draft.isUnconfirmed = false
    run.draft.grantedAt = null
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
    if (DEAD_ENDS.has(code)) {
      run.draft.grantedAt = null
      run.draft.isUnconfirmed = false
    }
    if (run === this.active) this.#failed(run.draft, code)
    else if (this.active !== null) this.settled = { phase: 'error', what: code, draft: run.draft }
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

  #start(draft: ModelDraft): void {
    if (this.canCancel && this.active !== null) this.active.end = 'aborted'
    const run = modelRun(`image-${this.starts.length}`, draft)
    this.starts.push(run)
    this.active = run
    this.#show('preparing')
    if (draft.isPrepared) this.#begin(run)
  }

  #begin(run: ModelRun): void {
    if (this.#ageMs(run.draft) > STALE_MS) run.draft.grantedAt = null
    this.#goOn(run)
  }

  /** The next request, from what is known of the upload. */
  #goOn(run: ModelRun): void {
    const { draft } = run
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

  #failed(draft: ModelDraft | null, code: string): void {
    this.active = null
    this.settled = { phase: 'error', what: code, draft }
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
