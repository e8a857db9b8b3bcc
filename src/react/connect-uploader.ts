import type { QueryClient } from '@tanstack/react-query'
import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { type AnyUploadError, UploadError } from '../contract/upload-error.ts'
import { type ProfileImageBackend, requireRemove } from '../upload/backend.ts'
import { systemClock } from '../upload/clock.ts'
import { browserConnection } from '../upload/connection.ts'
import { createUploader, type Uploader } from '../upload/create-uploader.ts'
import { hintInDevelopment } from '../upload/development-hint.ts'
import { createNetworkSteps } from '../upload/network-steps.ts'
import { pageRetryBudget } from '../upload/retry-budget.ts'
import type { SendObject } from '../upload/send-object.ts'
import type { ImageChange } from '../upload/upload-task.ts'
import { profileImageKeys, stepsAsMutations } from './mutations.ts'
import { createShownImage, type ShownImage } from './shown-image.ts'

/** What a render gives to the engine. Runs outlive renders, and use what is newest when they need it. */
export interface UploaderInputs {
  backend: ProfileImageBackend
  rules: ImageRules
  send: SendObject
  /** URL of the saved image, from the app's data. */
  src: string | null
  onImageChange(image: PublicImage | null, change: ImageChange): void
  onFailed(error: AnyUploadError): void
}

export interface ConnectedUploader extends Uploader {
  /** To be called after each render. */
  connect(newest: UploaderInputs): void
  /** Aborts what runs; nothing can be started until it is connected again. */
  disconnect(): void
  /** What to show, given the app's `src`; object URLs among it are revoked as soon as they are not. */
  visibleSrc: ShownImage['visible']
  /** The saved image, given the app's `src`; null while it is being removed. */
  savedSrc(src: string | null): string | null
  /** As `remove` of the engine, but throws at once a TypeError where the backend cannot. */
  remove(): Promise<void>
  /** Whether there is an image to remove, given the app's `src`, and this is the time for it. */
  canRemoveFrom(src: string | null): boolean
}

/** An engine whose steps are mutations of this client, and whose result lands in its cache. */
export function connectUploader(client: QueryClient, first: UploaderInputs): ConnectedUploader {
  let newest = first
  let isConnected = true
  const { scope } = first.backend
  const steps = createNetworkSteps({
    backend: {
      scope,
      requestUrl: (request, context) => newest.backend.requestUrl(request, context),
      confirm: (ticket, context) => newest.backend.confirm(ticket, context),
      async remove(context) {
        requireRemove(newest.backend)
        return newest.backend.remove(context)
      },
    },
    send: (put) => newest.send(put),
    clock: systemClock,
    connection: browserConnection,
  })
  const uploader = createUploader({
    rules: () => newest.rules,
    steps: stepsAsMutations(client, scope, steps),
    clock: systemClock,
    connection: browserConnection,
    budget: pageRetryBudget,
    random: Math.random,
    onChanged(outcome) {
      const { image, change } = outcome
      shownImage.changed(outcome, newest.src)
      writeCurrentImage(client, scope, image)
      newest.onImageChange(image, change)
    },
    onFailed(error) {
      hintInDevelopment(error)
      newest.onFailed(error)
    },
  })

  const shownImage = createShownImage(uploader, systemClock)

  return {
    ...uploader,
    subscribe(listener) {
      const ends = [uploader.subscribe(listener), shownImage.subscribe(listener)]
      return () => ends.forEach((end) => end())
    },
    // A call that comes after the unmount, or from before the endpoint changed, must not start what nobody sees.
    upload: (file) => (isConnected ? uploader.upload(file) : Promise.reject(new UploadError('aborted'))),
    remove() {
      requireRemove(newest.backend)
      return isConnected ? uploader.remove() : Promise.resolve()
    },
    undo: async () => (isConnected ? uploader.undo() : null),
    retry: async () => (isConnected ? uploader.retry() : null),
    reset() {
      shownImage.forget()
      uploader.reset()
    },
    connect(next) {
      newest = next
      isConnected = true
      shownImage.follow(next.src)
    },
    disconnect() {
      isConnected = false
      shownImage.release()
      uploader.reset()
    },
    visibleSrc: shownImage.visible,
    savedSrc: (src) => (uploader.isRemoving() ? null : shownImage.saved(src)),
    canRemoveFrom: (src) => uploader.canRemove() && shownImage.saved(src) !== null,
  }
}

function writeCurrentImage(client: QueryClient, scope: string, image: PublicImage | null): void {
  const queryKey = profileImageKeys.current(scope)
  // A fetch that began before the change would bring the old image back.
  void client.cancelQueries({ queryKey, exact: true })
  client.setQueryData(queryKey, image)
}
