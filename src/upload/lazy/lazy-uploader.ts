import type { PublicImage } from '../../contract/messages.ts'
import { type AnyUploadError, isUploadError, UploadError } from '../../contract/upload-error.ts'
import type { Uploader } from '../create-uploader.ts'
import type { Loader } from './loader.ts'
import type { Failure } from '../settled.ts'
import { tell } from '../tell.ts'
import { ABSENT, canCancel, IDLE, REMOVING, type UploadState } from '../upload-state.ts'

/** Stands in for an uploader that is loaded when it is first needed, or a little before. */
export interface LazyUploader<Engine extends Uploader> extends Uploader {
  /** The uploader itself; null until there was something to do for it. */
  engine(): Engine | null
  /** Somebody comes near. */
  preload(): void
}

/** What waits for the uploader. */
interface Waiting {
  /** To upload this, or to remove. */
  task: File | 'removal'
  /** As what it is shown. */
  state: UploadState
  controller: AbortController
}

export function createLazyUploader<Engine extends Uploader, Module>({
  loader,
  makeEngine,
  onFailed,
}: {
  loader: Loader<Module>
  /** @param failure What the uploader goes on from. */
  makeEngine(module: Module, failure: Failure | null): Engine
  /** As that of the uploader: told when the uploader cannot be loaded, or of what is refused before that. */
  onFailed(error: AnyUploadError): void
}): LazyUploader<Engine> {
  let engine: Engine | null = null
  // What there is as long as there is no engine. The newest comes last, and only a removal may stand before it.
  let waiting: readonly Waiting[] = []
  let failure: Failure | null = null
  let settled: UploadState = IDLE
  const listeners = new Set<() => void>()

  const notify = () => {
    for (const listener of listeners) tell(listener)
  }

  function getState(): UploadState {
    return engine?.getState() ?? waiting.at(-1)?.state ?? settled
  }

  /** The engine, made as soon as that is possible. */
  function ready(): Engine | null {
    const module = loader.get()
    if (engine === null && module !== null) {
      engine = makeEngine(module, failure)
      engine.subscribe(notify)
    }
    return engine
  }

  function abort(isAborted: (each: Waiting) => boolean): void {
    const [aborted, left] = [waiting.filter(isAborted), waiting.filter((each) => !isAborted(each))]
    waiting = left
    for (const { controller } of aborted) controller.abort()
  }

  function settle(next: Failure | null): void {
    failure = next
    settled = next === null ? IDLE : { ...ABSENT, phase: 'error', error: next.error }
    notify()
    if (next !== null) tell(() => onFailed(next.error))
  }

  async function perform<T>(task: Waiting['task'], act: (engine: Engine) => Promise<T>): Promise<T> {
    abort(isReplaceable)
    const here = ready()
    if (here !== null) return act(here)
    const own: Waiting = { task, state: beginning(task), controller: new AbortController() }
    const step = task === 'removal' ? 'remove' : 'prepare'
    waiting = [...waiting, own]
    notify()
    try {
      await loader.load(step, own.controller.signal, (isOffline) => {
        own.state = isOffline ? offline(task) : beginning(task)
        notify()
      })
    } catch (error) {
      const isNewest = waiting.at(-1) === own
      waiting = waiting.filter((each) => each !== own)
      if (isNewest && isUploadError(error)) settle({ error, task })
      throw error
    }
    const loaded = ready()
    if (loaded === null || !waiting.includes(own)) throw new UploadError('aborted', { step })
    waiting = waiting.filter((each) => each !== own)
    return act(loaded)
  }

  const upload = (file: File) => perform(file, (uploader) => uploader.upload(file))
  const remove = () => perform('removal', (uploader) => uploader.remove())

  async function again(task: Waiting['task']): Promise<PublicImage | null> {
    if (task !== 'removal') return upload(task)
    await remove()
    return null
  }

  function cancel(): void {
    if (!canCancel(getState())) return
    abort(isUpload)
    if (engine === null) notify()
    else engine.cancel()
  }

  const isRemoving = () => engine?.isRemoving() ?? waiting.some(({ task }) => task === 'removal')

  return {
    engine: () => engine,
    preload: loader.preload,
    getState,
    getFile: () => engine?.getFile() ?? null,
    getFailedFile: () => engine?.getFailedFile() ?? null,
    getProgress: () => engine?.getProgress() ?? null,
    isRemoving,
    canRemove: () => engine?.canRemove() ?? !isRemoving(),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    upload,
    async remove() {
      // What came after a removal that waits is cancelled, and nothing more is asked for.
      if (engine === null && isRemoving()) cancel()
      else await remove()
    },
    undo: async () => engine?.undo() ?? null,
    async retry() {
      if (waiting.length > 0) return null
      const here = ready()
      if (here !== null) return here.retry()
      const task = failure?.task ?? null
      return task === null ? null : again(task)
    },
    refuse(error) {
      abort(isReplaceable)
      const here = ready()
      if (here === null) settle({ error, task: null })
      else here.refuse(error)
    },
    cancel,
    reset() {
      abort(() => true)
      if (engine === null) settle(null)
      else engine.reset()
    },
  }
}

function isUpload({ task }: Waiting): boolean {
  return task !== 'removal'
}

/** The newest wins; but a removal goes on behind it, unless it waits for the device to come back. */
function isReplaceable(each: Waiting): boolean {
  return isUpload(each) || each.state.phase === 'waiting'
}

function beginning(task: Waiting['task']): UploadState {
  return task === 'removal' ? REMOVING : { ...ABSENT, phase: 'preparing' }
}

function offline(task: Waiting['task']): UploadState {
  const resumes = task === 'removal' ? 'removing' : 'requesting'
  return { ...ABSENT, phase: 'waiting', waitingFor: 'online', resumes }
}
