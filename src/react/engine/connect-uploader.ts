import type { QueryClient } from '@tanstack/react-query'
import type { ImageRules } from '../../contract/image-rules.ts'
import type { PublicImage } from '../../contract/messages.ts'
import type { AnyUploadError } from '../../contract/upload-error.ts'
import { createBackend } from '../../upload/steps/backend.ts'
import type { ProfileImageBackend } from '../../upload/steps/profile-image-backend.ts'
import { systemClock } from '../../upload/retry/clock.ts'
import { browserConnection } from '../../upload/retry/connection.ts'
import { createUploader } from '../../upload/create-uploader.ts'
import type { Uploader } from '../../upload/uploader.ts'
import { hintInDevelopment } from '../../upload/steps/development-hint.ts'
import { type Endpoint, scopeOf } from '../../upload/steps/endpoint.ts'
import { createNetworkSteps } from '../../upload/steps/network-steps.ts'
import { pageRetryBudget } from '../../upload/retry/retry-budget.ts'
import { createSendObject, type SendObject } from '../../upload/steps/send-object.ts'
import type { Failure } from '../../upload/settled.ts'
import { createListeners } from '../../upload/tell.ts'
import type { UploadState } from '../../upload/upload-state.ts'
import type { ImageChange } from '../../upload/upload-task.ts'
import { profileImageKeys } from '../query/profile-image-keys.ts'
import { createShownImage, type ShownImage } from './shown-image.ts'
import { stepsAsMutations } from '../query/steps-as-mutations.ts'

/** What a render gives to the engine. Runs outlive renders, and use what is newest when they need it. */
export interface UploaderInputs {
  endpoint: Endpoint
  rules: ImageRules
  /** Default: XMLHttpRequest. */
  send?: SendObject | undefined
  /** URL of the saved image, from the app's data. */
  src: string | null
  onImageChange?: ((image: PublicImage | null, change: ImageChange) => void) | undefined
  onError?: ((error: AnyUploadError) => void) | undefined
}

export interface ConnectedUploader extends Uploader {
  /** To be called after each render. */
  connect(newest: UploaderInputs): void
  /** Aborts what runs, and gives back what is held of pictures. */
  disconnect(): void
  /** @param src The app's. */
  view(src: string | null): UploaderView
}

/** What a render shows. */
export interface UploaderView extends ReturnType<ShownImage['view']> {
  state: UploadState
  /** What is on its way. */
  file: File | null
  /** Whether there is an image to remove, and this is the time for it. */
  canRemove: boolean
}

const defaultSend = createSendObject()

/**
 * An engine whose steps are mutations of this client, and whose result lands in its cache. This module loads with the
 * first interaction.
 *
 * @param failure What it goes on from.
 */
export function connectUploader(
  client: QueryClient,
  first: UploaderInputs,
  failure: Failure | null = null,
): ConnectedUploader {
  let newest = first
  const scope = scopeOf(first.endpoint)
  const backend = (): ProfileImageBackend => {
    const { endpoint } = newest
    return typeof endpoint === 'string' ? createBackend({ endpoint }) : endpoint
  }
  const steps = createNetworkSteps({
    backend,
    send: (put) => (newest.send ?? defaultSend)(put),
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
    failure,
    onChanged(outcome) {
      const { image, change } = outcome
      shownImage.changed(outcome, newest.src)
      writeCurrentImage(client, scope, image)
      newest.onImageChange?.(image, change)
    },
    onFailed(error) {
      hintInDevelopment(error)
      newest.onError?.(error)
    },
  })

  const { subscribe, notify } = createListeners()
  const shownImage = createShownImage(uploader, systemClock, notify)
  uploader.subscribe(notify)

  return {
    ...uploader,
    subscribe,
    reset() {
      uploader.reset()
      shownImage.forget()
    },
    connect(next) {
      newest = next
      shownImage.follow(next.src)
    },
    disconnect() {
      uploader.reset()
      shownImage.release()
    },
    view(src) {
      const sources = shownImage.view(src)
      return {
        state: uploader.getState(),
        file: uploader.getFile(),
        ...sources,
        canRemove: sources.savedSrc !== null && uploader.canRemove(),
      }
    },
  }
}

function writeCurrentImage(client: QueryClient, scope: string, image: PublicImage | null): void {
  const queryKey = profileImageKeys.current(scope)
  // A fetch that began before the change would bring the old image back.
  void client.cancelQueries({ queryKey, exact: true })
  client.setQueryData(queryKey, image)
}
