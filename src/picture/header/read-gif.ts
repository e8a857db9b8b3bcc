import { textAt, uintAt } from './byte-fields.ts'
import { type PictureHeader, pictureHeader } from './picture-header.ts'

/** GIF (87a and 89a): the size of the logical screen. */
export function readGif(bytes: Uint8Array): PictureHeader | null {
  if (!/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return null
  return pictureHeader('image/gif', uintAt(bytes, 6, 2, true), uintAt(bytes, 8, 2, true))
}
