import type { QueryClient } from '@tanstack/react-query'
import type { ImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { type AnyUploadError, UploadError } from '../contract/upload-error.ts'
import type { ProfileImageBackend } from '../upload/backend.ts'
import { systemClock } from '../upload/clock.ts'
import { browserConnection } from '../upload/connection.ts'
import { createUploader, type Uploader } from '../upload/create-uploader.ts'
import { hintInDevelopment } from '../upload/development-hint.ts'
import { createNetworkSteps } from '../upload/network-steps.ts'
import { pageRetryBudget } from '../upload/retry-budget.ts'
import type { SendObject } from '../upload/send-object.ts'
import { profileImageKeys, stepsAsMutations } from './mutations.ts'

/** What a render gives to the engine. Runs outlive renders, and use what is newest when they need it. */
export interface UploaderInputs {
  backend: ProfileImageBackend
  rules: ImageRules
  send: SendObject
  onSaved(image: PublicImage): void
  onFailed(error: AnyUploadError): void
}

export interface ConnectedUploader extends Uploader {
  /** To be called after each render. */
  connect(newest: UploaderInputs): void
  /** Aborts what runs; nothing can be started until it is connected again. */
  disconnect(): void
  /** Object URL of the picture on its way, or null. Revoked as soon as the upload has ended. */
  getPreview(): string | null
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
    onSaved(image) {
      writeCurrentImage(client, scope, image)
      newest.onSaved(image)
    },
    onFailed(error) {
      hintInDevelopment(error)
      newest.onFailed(error)
    },
  })

  let preview: { file: File; url: string } | null = null
  uploader.subscribe(() => {
    if (preview === null || preview.file === uploader.getFile()) return
    URL.revokeObjectURL(preview.url)
    preview = null
  })

  return {
    ...uploader,
    // A call that comes after the unmount, or from before the endpoint changed, must not start what nobody sees.
    upload: (file) => (isConnected ? uploader.upload(file) : Promise.reject(new UploadError('aborted'))),
    connect(next) {
      newest = next
      isConnected = true
    },
    disconnect() {
      isConnected = false
      uploader.reset()
    },
    getPreview() {
      const file = uploader.getFile()
      if (file === null) return null
      // Not before somebody wants to show it: by then the first request is on its way.
      preview ??= { file, url: URL.createObjectURL(file) }
      return preview.url
    },
  }
}

function writeCurrentImage(client: QueryClient, scope: string, image: PublicImage): void {
  const queryKey = profileImageKeys.current(scope)
  // A fetch that began before the image was saved would bring the old one back.
  void client.cancelQueries({ queryKey, exact: true })
  client.setQueryData(queryKey, image)
}
