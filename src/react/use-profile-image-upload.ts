'use client'
import { type QueryClient, QueryClientContext } from '@tanstack/react-query'
import { useContext, useEffect, useId, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { imageRules, type PartialImageRules } from '../contract/image-rules.ts'
import type { PublicImage } from '../contract/messages.ts'
import { type AnyUploadError, isUploadError } from '../contract/upload-error.ts'
import type { ProfileImageBackend } from '../upload/steps/profile-image-backend.ts'
import { canRemoveAt, scopeOf } from '../upload/steps/endpoint.ts'
import type { SendObject } from '../upload/steps/send-object.ts'
import type { ImageChange } from '../upload/upload-task.ts'
import { connectLazily, type LazilyConnectedUploader } from './engine/connect-lazily.ts'
import type { UploaderInputs } from './engine/connect-uploader.ts'
import { displayName } from './texts/display-name.ts'
import type { PartialMessages } from './texts/messages.ts'
import { describeUploadError, resolveMessages } from './texts/resolve-messages.ts'
import { type ProfileImageUploader, resultOf } from './profile-image-uploader.ts'
import { createPropGetters } from './prop-getters.ts'
import { useDropTarget } from './input/use-drop-target.ts'

/** What `useProfileImageUpload` and the component take. */
export interface UseProfileImageUploadOptions {
  /** Address of the handler, e.g. "/api/profile-image", or a backend of your own. */
  endpoint: string | ProfileImageBackend
  /**
   * URL of the saved image, from your data. Default: none. A newer result of this uploader, also of a removal, holds
   * until `src` changes.
   */
  src?: string | null | undefined
  /** Visible name of the group. Default `messages.label`. */
  label?: string | undefined
  /** What is accepted. Default: JPEG, PNG and WebP up to 5 MiB. Give the handler the same. */
  rules?: PartialImageRules | undefined
  /** Nothing can be chosen, dropped or pasted; a running upload goes on. Default false. */
  disabled?: boolean | undefined
  /** The server has saved an image, or removed it: null. Never awaited; a throw is reported and changes nothing. */
  onImageChange?: ((image: PublicImage | null, change: ImageChange) => void) | undefined
  /** An upload, a removal or an undo has failed. Not called for a cancel. A throw is reported and changes nothing. */
  onError?: ((error: AnyUploadError) => void) | undefined
  /** Texts over the English ones. Default: none. */
  messages?: PartialMessages | undefined
  /** One PUT. Default: XMLHttpRequest that gives up after 30 s without a byte moving. */
  send?: SendObject | undefined
  /** Default: the client of the nearest QueryClientProvider. */
  queryClient?: QueryClient | undefined
}

/**
 * Uploads a profile picture: checks it, asks the backend for a presigned URL, sends it to the storage, and has
 * the backend confirm it. Removes the saved one, and brings it back. Aborts on unmount and when the endpoint changes.
 *
 * @throws {TypeError} while rendering, when there is no QueryClient or an option makes no sense.
 */
export function useProfileImageUpload(options: UseProfileImageUploadOptions): ProfileImageUploader {
  const queryClient = useClient(options.queryClient)
  const rules = imageRules(options.rules)
  const messages = resolveMessages(options.messages)
  const isDisabled = options.disabled ?? false
  const src = options.src ?? null
  const uploader = useConnectedUploader(queryClient, { ...options, rules, src })
  const getView = useMemo(() => uploader.viewer(src), [uploader, src])
  const { state, file, canRemove, ...sources } = useSyncExternalStore(uploader.subscribe, getView, getView)

  const ids = useId()
  const actions = useMemo(() => actionsOf(uploader), [uploader])
  const dropTarget = useDropTarget({
    rules,
    isDisabled,
    onFile(chosen, via) {
      if (via === 'paste') pasted.add(chosen)
      actions.upload(chosen)
    },
    onRefused: uploader.refuse,
  })
  const facts = {
    state,
    isDisabled,
    label: options.label ?? messages.label,
    messages,
    progress: actions.progress,
  }

  return {
    ...facts,
    ...resultOf(state),
    ...createPropGetters(facts, { ...dropTarget, onApproach: uploader.preload }, ids),
    ...actions,
    ...sources,
    canRemove: canRemove && canRemoveAt(options.endpoint),
    drag: dropTarget.drag,
    fileName: file === null ? null : pasted.has(file) ? messages.pastedPhoto : displayName(file.name),
    errorText: state.error === null ? null : describeUploadError(state.error, messages),
    rules,
    open() {
      if (!isDisabled) dropTarget.dropzone.open()
    },
  }
}

/** Pasted files: browsers make up their names. */
const pasted = new WeakSet<File>()

/** The same functions for as long as the engine is the same. */
function actionsOf(uploader: LazilyConnectedUploader) {
  return {
    upload: (file: File) => ignoreUploadError(uploader.upload(file)),
    uploadAsync: uploader.upload,
    cancel: uploader.cancel,
    retry: () => ignoreUploadError(uploader.retry()),
    remove: () => ignoreUploadError(uploader.remove()),
    undo: () => ignoreUploadError(uploader.undo()),
    reset: uploader.reset,
    progress: { get: uploader.getProgress, subscribe: uploader.subscribe },
  }
}

/** `useLayoutEffect`, about which React 18 warns when it renders on a server. */
const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

/** One engine per client and scope; aborted when they change and on unmount. */
function useConnectedUploader(client: QueryClient, inputs: UploaderInputs): LazilyConnectedUploader {
  const scope = scopeOf(inputs.endpoint)
  const [made, setMade] = useState(() => ({ client, scope, uploader: connectLazily(client, inputs) }))
  let { uploader } = made
  if (made.client !== client || made.scope !== scope) {
    uploader = connectLazily(client, inputs)
    setMade({ client, scope, uploader })
  }
  useBrowserLayoutEffect(() => uploader.connect(inputs))
  useEffect(() => uploader.disconnect, [uploader])
  return uploader
}

function useClient(given: QueryClient | undefined): QueryClient {
  const provided = useContext(QueryClientContext)
  const client = given ?? provided
  if (client === undefined) {
    throw new TypeError(
      'useProfileImageUpload: no QueryClient. Wrap your app in <QueryClientProvider>, or pass queryClient.',
    )
  }
  return client
}

/** State and callbacks tell of a failed upload; the promise of a fire-and-forget call must not tell it again. */
function ignoreUploadError(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    if (!isUploadError(error)) reportError(error)
  })
}
