import type { ImageType } from '../contract/image-rules.ts'

/** The formats that are told apart. Some of them only to be refused by name. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic' | 'svg'

/** What the first bytes of a picture say about it, before anything is decoded. */
export interface PictureHeader {
  format: PictureFormat
  /** Null: a format that this package never accepts. */
  type: ImageType | null
  /** Pixels as stored, before the orientation. Null: the header does not say, or it is cut off. */
  width: number | null
  height: number | null
  /** Exif orientation, 1 to 8. Default 1: as stored. */
  orientation: number
}

const TYPES: Readonly<Record<PictureFormat, ImageType | null>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: null,
  svg: null,
}

/** A header from what a reader found; NaN is its word for a size that could not be read. */
export function pictureHeader(
  format: PictureFormat,
  width: number = Number.NaN,
  height: number = Number.NaN,
  orientation: number = 1,
): PictureHeader {
  return {
    format,
    type: TYPES[format],
    width: Number.isNaN(width) ? null : width,
    height: Number.isNaN(height) ? null : height,
    orientation,
  }
}

/** Width and height as they are seen, in pixels: orientations 5 to 8 lie on their side. */
export function orientedSize(header: PictureHeader): { width: number | null; height: number | null } {
  const { width, height, orientation } = header
  return orientation < 5 ? { width, height } : { width: height, height: width }
}
