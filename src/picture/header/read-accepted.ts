import type { AcceptedImageType } from '../../contract/image-rules.ts'
import type { PictureHeader } from './picture-header.ts'
import { readJpeg } from './read-jpeg.ts'
import { readPng } from './read-png.ts'
import { readWebp } from './read-webp.ts'

/** As `readHeader`, but knows only what can be accepted: who need not say what it is instead needs no more. */
export function readAccepted(bytes: Uint8Array): PictureHeader<AcceptedImageType> | null {
  return readJpeg(bytes) ?? readPng(bytes) ?? readWebp(bytes)
}
