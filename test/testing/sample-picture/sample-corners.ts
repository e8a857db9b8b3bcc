/** The kinds that are pictures. */
export const PICTURE_KINDS = ['jpeg', 'png', 'webp', 'rotated', 'gps'] as const

/** The quadrants of a sample that is seen as it should be. */
export const UPRIGHT = ['top left', 'top right', 'bottom left', 'bottom right']

/** Which quadrant each corner shows, by its red and green: codecs round. */
export function corners(
  pixels: ArrayLike<number>,
  { width, height, channels }: { width: number; height: number; channels: number },
): string[] {
  const places = [
    [0, 0],
    [width - 1, 0],
    [0, height - 1],
    [width - 1, height - 1],
  ] as const
  return places.map(([x, y]) => {
    const at = (y * width + x) * channels
    return `${(pixels[at + 1] ?? 0) > 150 ? 'top' : 'bottom'} ${(pixels[at] ?? 0) > 165 ? 'left' : 'right'}`
  })
}
