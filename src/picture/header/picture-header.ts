import type { ImageType } from '../../contract/image-rules.ts'

/** The types that are told apart. The last two only to be refused by name: this package never accepts them. */
export type PictureType = ImageType | 'image/heic' | 'image/svg+xml'

/** What the first bytes of a picture say about it, before anything is decoded. */
export interface PictureHeader<T extends PictureType = PictureType> {
  type: T
  /** Pixels as stored, before the orientation. NaN: the header does not say, or it is cut off. */
  width: number
  height: number
  /** Exif orientation, 1 to 8. Default 1: as stored. */
  orientation: number
}

/** A header from what a reader found. */
export function pictureHeader<T extends PictureType>(
  type: T,
  width: number = Number.NaN,
  height: number = Number.NaN,
  orientation: number = 1,
): PictureHeader<T> {
  return { type, width, height, orientation }
}
