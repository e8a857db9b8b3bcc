import type { ImageRules, ImageType } from '../../contract/image-rules.ts'
import { UploadError } from '../../contract/upload-error.ts'
import { checkPicture } from '../../picture/check-picture.ts'

/** The bytes on their way, opaque: the File stays here and not in the mutation cache. */
export interface PictureRef {
  /** Tells pictures of this page apart. */
  readonly id: string
}

/** What is sent, and what is promised about it. */
export interface PreparedPicture {
  readonly blob: Blob
  readonly type: ImageType
  readonly sizeBytes: number
  /** Base64 of the 32 bytes. */
  readonly sha256: string
}

const pictures = new WeakMap<PictureRef, PreparedPicture>()
let lastId = 0

/**
 * Checks a file by its bytes and hashes them. Nothing is sent.
 *
 * @throws {UploadError} the error of the rule that is broken; `insecure-context` on plain http pages.
 */
export async function preparePicture(file: Blob, rules: ImageRules): Promise<PictureRef> {
  // A copy: what is hashed is what is sent, even when the file changes on disk meanwhile. Never more than is
  // allowed; and not only its head, because phones put megabytes of metadata before the size of a JPEG.
  const bytes = await file.slice(0, rules.maxSizeBytes).arrayBuffer()
  const { type } = checkPicture(new Uint8Array(bytes), file.size, rules)
  // `crypto.subtle` is missing exactly where the page is not a secure context.
  if (globalThis.crypto?.subtle === undefined) throw new UploadError('insecure-context')
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  lastId += 1
  const picture: PictureRef = Object.freeze({ id: `picture-${lastId}` })
  pictures.set(picture, {
    blob: new Blob([bytes], { type }),
    type,
    sizeBytes: bytes.byteLength,
    sha256: btoa(String.fromCharCode(...digest)),
  })
  return picture
}

/** For the steps that need what is inside. */
export function openPicture(picture: PictureRef): PreparedPicture {
  const prepared = pictures.get(picture)
  if (prepared === undefined) {
    throw new TypeError('This picture was not prepared here: pass the object on unchanged.')
  }
  return prepared
}
