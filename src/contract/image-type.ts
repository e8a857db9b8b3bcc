import type { AcceptedImageType, ImageRules, ImageType } from './image-rules.ts'

const KNOWN_TYPES: readonly ImageType[] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif']

/** Whether a value from outside is the name of an image type we know (accepted or not). */
export function isImageType(value: unknown): value is ImageType {
  return KNOWN_TYPES.some((type) => type === value)
}

/** Whether pictures of this type are accepted. */
export function isAcceptedType(
  type: string | null,
  { types }: Pick<ImageRules, 'types'>,
): type is AcceptedImageType {
  return types.some((accepted) => accepted === type)
}
