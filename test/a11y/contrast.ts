/** The ratio of WCAG 2, from 1 to 21, of two opaque colours in any notation of CSS. */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(color: string): number {
  const [red, green, blue] = pixelOf(color).map((value) => {
    const share = value / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** As it is painted. */
function pixelOf(color: string): number[] {
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  if (context === null) throw new Error('No canvas here.')
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha] = context.getImageData(0, 0, 1, 1).data
  if (alpha !== 255) throw new Error(`${color} is not opaque.`)
  return [red, green, blue]
}
