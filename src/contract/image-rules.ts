import { requireInteger } from './require-integer.ts'

/** The image types that can be accepted: those whose header `picture/header/read-header.ts` reads in full. */
export type AcceptedImageType = 'image/jpeg' | 'image/png' | 'image/webp'

/** The image types that are recognised, by their bytes and not by a file's name or declared type. */
export type ImageType = AcceptedImageType | 'image/avif' | 'image/gif'

/** What is accepted. Give the same value to the component and to the handler: the server has the last word. */
export interface ImageRules {
  /** Accepted types, by their bytes. Default: JPEG, PNG, WebP. SVG is never accepted: it can carry script. */
  types: readonly AcceptedImageType[]
  /** Largest size of what is sent, in bytes. Default 5 MiB (5 * 1024 * 1024), which is also the most. */
  maxSizeBytes: number
  /** Longest side of the picture, in pixels. Default 12_000. Read from the header, before anything is decoded. */
  maxSidePixels: number
  /** Most pixels, width * height. Default 50_000_000. Guards every later decoder against pixel bombs. */
  maxPixels: number
}

/** Some of the rules; the others keep their defaults. A rule given as undefined counts as not given. */
export type PartialImageRules = { [Rule in keyof ImageRules]?: ImageRules[Rule] | undefined }

/** The hard limit of a single presigned PUT here: what the handler signs is never longer. */
export const MAX_SIZE_BYTES: number = 5 * 1024 * 1024

const ACCEPTED_TYPES: readonly AcceptedImageType[] = ['image/jpeg', 'image/png', 'image/webp']

/**
 * The rules, with your overrides on top of the defaults.
 *
 * @throws {TypeError} when an override makes no sense; the message names the fix.
 */
export function imageRules(overrides: PartialImageRules = {}): ImageRules {
  const rules: ImageRules = {
    types: [...(overrides.types ?? ACCEPTED_TYPES)],
    maxSizeBytes: overrides.maxSizeBytes ?? MAX_SIZE_BYTES,
    maxSidePixels: overrides.maxSidePixels ?? 12_000,
    maxPixels: overrides.maxPixels ?? 50_000_000,
  }
  const isKnown = (type: AcceptedImageType) => ACCEPTED_TYPES.includes(type)
  if (rules.types.length === 0 || !rules.types.every(isKnown)) {
    throw new TypeError(
      `imageRules: types must be some of ${ACCEPTED_TYPES.join(', ')}, not "${rules.types.join(', ')}".`,
    )
  }
  requireInteger('imageRules: maxSizeBytes', rules.maxSizeBytes, 1, MAX_SIZE_BYTES)
  requireInteger('imageRules: maxSidePixels', rules.maxSidePixels, 1, Number.MAX_SAFE_INTEGER)
  requireInteger('imageRules: maxPixels', rules.maxPixels, 1, Number.MAX_SAFE_INTEGER)
  return rules
}
