import type { Clock } from '../../upload/retry/clock.ts'
import type { Uploader } from '../../upload/uploader.ts'
import type { TaskOutcome } from '../../upload/upload-task.ts'
import { loadsImages, whenDrawable } from './when-drawable.ts'

/** What to show in place of the app's `src`, which knows nothing of what is on its way and learns late what is saved. */
export interface ShownImage {
  view(src: string | null): {
    /** The picture on its way, else the saved image. An object URL is revoked as soon as it is not shown any more. */
    src: string | null
    /**
     * The saved image as far as it is known: the newest result, until the app's `src` is another one. Null while it is
     * being removed.
     */
    savedSrc: string | null
    /** The picture that could not be uploaded, while that is the state. */
    failedSrc: string | null
  }
  /** The uploader has changed the saved image. @param src The app's at this moment. */
  changed(outcome: TaskOutcome, src: string | null): void
  /** The app shows this `src` now: a result that belongs to another one is over, and does not come back. */
  follow(src: string | null): void
  /** Gives back what is held of pictures. */
  release(): void
  /** Forgets the result as well. */
  forget(): void
}

/** The picture that was uploaded, shown in place of the saved image until the browser has that one. */
interface StandIn {
  objectUrl: string
  imageUrl: string
  /** Ends the wait for the image. */
  stop(): void
}

/** @param notify Called when `view` may have changed by itself. */
export function createShownImage(uploader: Uploader, clock: Clock, notify: () => void): ShownImage {
  let preview: { file: File; objectUrl: string } | null = null
  let standIn: StandIn | null = null
  let result: { url: string | null; replaces: string | null } | null = null

  uploader.subscribe(() => {
    if (preview !== null && preview.file !== (uploader.getFile() ?? uploader.getFailedFile())) dropPreview()
  })

  function dropPreview(): void {
    if (preview !== null) URL.revokeObjectURL(preview.objectUrl)
    preview = null
  }

  function dropStandIn(): void {
    if (standIn === null) return
    standIn.stop()
    URL.revokeObjectURL(standIn.objectUrl)
    standIn = null
  }

  /** The object URL of a picture, of one at a time. */
  function previewUrl(file: File | null): string | null {
    if (file === null) return null
    // Not before somebody wants to show it: by then the first request is on its way.
    if (preview?.file !== file) {
      dropPreview()
      preview = { file, objectUrl: URL.createObjectURL(file) }
    }
    return preview.objectUrl
  }

  function saved(src: string | null): string | null {
    return result !== null && result.replaces === src ? result.url : src
  }

  return {
    view(src) {
      const savedSrc = uploader.isRemoving() ? null : saved(src)
      const shown = standIn?.imageUrl === savedSrc ? standIn.objectUrl : savedSrc
      return {
        src: previewUrl(uploader.getFile()) ?? shown,
        savedSrc,
        failedSrc: previewUrl(uploader.getFailedFile()),
      }
    },
    changed(outcome, src) {
      dropStandIn()
      result = { url: outcome.image?.url ?? null, replaces: src }
      // Only of the picture that is shown: a saved one may stand behind a newer one that is on its way.
      if (outcome.change !== 'uploaded' || preview?.file !== outcome.file || !loadsImages()) return
      const { url: imageUrl } = outcome.image
      const { objectUrl } = preview
      preview = null
      const stop = whenDrawable(imageUrl, clock, () => {
        dropStandIn()
        notify()
      })
      standIn = { objectUrl, imageUrl, stop }
    },
    follow(src) {
      if (result !== null && result.replaces !== src) result = null
      if (standIn?.imageUrl !== saved(src)) dropStandIn()
    },
    release() {
      dropPreview()
      dropStandIn()
    },
    forget() {
      result = null
      dropPreview()
      dropStandIn()
      notify()
    },
  }
}
