import type { QueryClient } from '@tanstack/react-query'
import { UploadError } from '../../contract/upload-error.ts'
import { systemClock } from '../../upload/retry/clock.ts'
import { canRemoveAt, refuseRemove } from '../../upload/steps/endpoint.ts'
import { importAgain } from '../../upload/lazy/import-again.ts'
import { createLazyUploader } from '../../upload/lazy/lazy-uploader.ts'
import { createLoader } from '../../upload/lazy/loader.ts'
import { browserOnlineStatus } from '../../upload/retry/online-status.ts'
import type { ConnectedUploader, UploaderInputs, UploaderView } from './connect-uploader.ts'

/** A connected uploader, most of which is loaded when it is first needed, or a little before. */
export interface LazilyConnectedUploader extends Omit<
  ConnectedUploader,
  'getFile' | 'getFailedFile' | 'canRemove' | 'view'
> {
  /** Reads the view for this `src`. It returns the same object until something in it is another one. */
  viewer(src: string | null): () => UploaderView
  /** Somebody comes near. */
  preload(): void
  /** As `remove` of the engine, but throws at once a TypeError where the backend cannot. */
  remove(): Promise<void>
  /** Aborts what runs; nothing can be started until it is connected again. */
  disconnect(): void
}

const engineLoader = createLoader(
  importAgain(() => import('./connect-uploader.ts')),
  { clock: systemClock, connection: browserOnlineStatus },
)

/** `connectUploader`, which is loaded when it is first needed; until then there is only what the app says. */
export function connectLazily(client: QueryClient, first: UploaderInputs): LazilyConnectedUploader {
  let newest = first
  let isConnected = true
  const uploader = createLazyUploader({
    loader: engineLoader,
    makeEngine: ({ connectUploader }, failure) => connectUploader(client, newest, failure),
    onFailed: (error) => newest.onError?.(error),
  })

  /** As long as there is only what the app says. */
  function viewOf(src: string | null): UploaderView {
    const saved = uploader.isRemoving() ? null : src
    const state = uploader.getState()
    return { state, file: null, src: saved, savedSrc: saved, failedSrc: null, canRemove: saved !== null }
  }

  return {
    ...uploader,
    // A call that comes after the unmount, or from before the endpoint changed, must not start what nobody sees.
    upload: (file) => (isConnected ? uploader.upload(file) : Promise.reject(new UploadError('aborted'))),
    remove() {
      if (!canRemoveAt(newest.endpoint)) refuseRemove()
      return isConnected ? uploader.remove() : Promise.resolve()
    },
    connect(next) {
      newest = next
      isConnected = true
      uploader.engine()?.connect(next)
    },
    disconnect() {
      isConnected = false
      const engine = uploader.engine()
      if (engine === null) uploader.reset()
      else engine.disconnect()
    },
    // Each has a memory of its own: React may render another `src` while it still shows this one.
    viewer(src) {
      let view: UploaderView | null = null
      return () => {
        const next = uploader.engine()?.view(src) ?? viewOf(src)
        if (view === null || !isSame(view, next)) view = next
        return view
      }
    },
  }
}

function isSame(one: UploaderView, other: UploaderView): boolean {
  return (Object.keys(one) as (keyof UploaderView)[]).every((name) => one[name] === other[name])
}
