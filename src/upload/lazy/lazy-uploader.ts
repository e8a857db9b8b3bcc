import type { PublicImage } from '../../contract/messages.ts'
import { type AnyUploadError, isUploadError, UploadError } from '../../contract/upload-error.ts'
import type { Failure } from '../settled.ts'
import { createListeners, tell } from '../tell.ts'
import { ABSENT, canCancel, IDLE, type UploadState } from '../upload-state.ts'
import type { Uploader } from '../uploader.ts'
import type { Loader } from './loader.ts'

/**
 * Stands in for an engine that loads when it is first needed, or a little before. Ask `engine()` for its files, and for
 * `canRemove`.
 */
export interface LazyUploader<Engine extends Uploader> extends Omit<
  Uploader,
  'getFile' | 'getFailedFile' | 'canRemove'
> {
  /** The engine; null until there was something to do for it. */
  engine(): Engine | null
  /** It is about to be needed. */
  preload(): void
}

/** What the engine has to do as soon as it is there. */
interface Intent {
  /** To upload this, or to remove. */
  readonly task: File | 'removal'
  readonly controller: AbortController
}

/** While the engine loads, the last thing that was asked for is all that counts: it replaces what came before it. */
export function createLazyUploader<Engine extends Uploader, Module>({
  loader,
  makeEngine,
  onFailed,
}: {
  loader: Loader<Module>
  /** @param failure What the engine goes on from. */
  makeEngine(module: Module, failure: Failure | null): Engine
  /** As that of the engine: told when it cannot be loaded, or of what is refused before that. */
  onFailed(error: AnyUploadError): void
}): LazyUploader<Engine> {
  let engine: Engine | null = null
  // All of these are for the time without an engine.
  let intent: Intent | null = null
  let failure: Failure | null = null
  let state: UploadState = IDLE
  const { subscribe, notify } = createListeners()

  function show(next: UploadState): void {
    state = next
    notify()
  }

  function showSettled(): void {
    show(failure === null ? IDLE : { ...ABSENT, phase: 'error', error: failure.error })
  }

  function fail(next: Failure): void {
    failure = next
    showSettled()
    tell(() => onFailed(next.error))
  }

  function dropIntent(): void {
    intent?.controller.abort()
    intent = null
  }

  function engineOf(module: Module): Engine {
    if (engine === null) {
      engine = makeEngine(module, failure)
      engine.subscribe(notify)
    }
    return engine
  }

  function perform(task: File): Promise<PublicImage>
  function perform(task: Intent['task']): Promise<PublicImage | null>
  async function perform(task: Intent['task']): Promise<PublicImage | null> {
    dropIntent()
    const loaded = loader.get()
    if (loaded !== null) return doIn(engineOf(loaded), task)
    const own: Intent = { task, controller: new AbortController() }
    const step = task === 'removal' ? 'remove' : 'prepare'
    const showWaiting = (isOffline: boolean) => {
      if (intent === own) show(stateOf(task, isOffline))
    }
    intent = own
    showWaiting(false)
    try {
      const module = await loader.load(step, own.controller.signal, showWaiting)
      if (intent !== own) throw new UploadError('aborted', { step })
      intent = null
      // In the same breath: a cancel from here on is for the engine.
      return doIn(engineOf(module), task)
    } catch (error) {
      if (intent === own && isUploadError(error)) {
        intent = null
        fail({ error, task })
      }
      throw error
    }
  }

  const isRemoving = () => engine?.isRemoving() ?? intent?.task === 'removal'

  return {
    engine: () => engine,
    preload: loader.preload,
    getState: () => engine?.getState() ?? state,
    getProgress: () => engine?.getProgress() ?? null,
    isRemoving,
    subscribe,
    upload: perform,
    async remove() {
      if (engine !== null || !isRemoving()) await perform('removal')
    },
    undo: async () => engine?.undo() ?? null,
    async retry() {
      if (intent !== null) return null
      if (engine !== null) return engine.retry()
      return failure?.task ? perform(failure.task) : null
    },
    refuse(error) {
      // As behind the engine: a removal goes on.
      if (intent?.task !== 'removal') dropIntent()
      if (engine === null) fail({ error, task: null })
      else engine.refuse(error)
    },
    cancel() {
      if (engine !== null) engine.cancel()
      else if (canCancel(state)) {
        dropIntent()
        showSettled()
      }
    },
    reset() {
      dropIntent()
      failure = null
      if (engine === null) show(IDLE)
      else engine.reset()
    },
  }
}

async function doIn(engine: Uploader, task: Intent['task']): Promise<PublicImage | null> {
  if (task !== 'removal') return engine.upload(task)
  await engine.remove()
  return null
}

/** The state to show while the engine loads. */
function stateOf(task: Intent['task'], isOffline: boolean): UploadState {
  const isRemoval = task === 'removal'
  if (!isOffline) return { ...ABSENT, phase: isRemoval ? 'removing' : 'preparing' }
  const resumes = isRemoval ? 'removing' : 'requesting'
  return { ...ABSENT, phase: 'waiting', waitingFor: 'online', resumes }
}
