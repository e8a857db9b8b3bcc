import type { ImageRules } from '../../contract/image-rules.ts'
import type { PictureHeader } from './picture-header.ts'

/** In pixels, as a picture is seen: orientations 5 to 8 lie on their side. */
export interface PictureSize {
  width: number
  height: number
}

/** Null: the picture is damaged, because its header does not say, or says that there is nothing to see. */
export function pictureSize({ width, height, orientation }: PictureHeader): PictureSize | null {
  // Neither does NaN hold more than nothing.
  if (!(width > 0 && height > 0)) return null
  return orientation < 5 ? { width, height } : { width: height, height: width }
}

export function hasTooManyPixels(
  { width, height }: PictureSize,
  { maxPixels, maxSidePixels }: ImageRules,
): boolean {
  return width * height > maxPixels || Math.max(width, height) > maxSidePixels
}
