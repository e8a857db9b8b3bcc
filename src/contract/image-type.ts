import type { ImageType } from './image-rules.ts'

const KNOWN_TYPES: readonly ImageType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif']

/** Whether a value from outside is the name of an image type we know (accepted or not). */
export function isImageType(value: unknown): value is ImageType {
  return KNOWN_TYPES.some((type) => type === value)
}
