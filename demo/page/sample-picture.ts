const SIDE = 2200

/** A portrait drawn here, with film grain so that it weighs about as much as a phone's photo. */
export async function samplePicture(): Promise<File> {
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw on a canvas.')

  const hue = Math.floor(Math.random() * 360)
  context.fillStyle = `hsl(${hue} 55% 80%)`
  context.fillRect(0, 0, SIDE, SIDE)
  disc(context, `hsl(${hue} 45% 35%)`, 0.5, 1.06, 0.42)
  disc(context, '#3f2b22', 0.5, 0.36, 0.2)
  disc(context, '#f0c6a2', 0.5, 0.46, 0.19)

  const pixels = context.getImageData(0, 0, SIDE, SIDE)
  for (let index = 0; index < pixels.data.length; index += 1) {
    if (index % 4 !== 3) pixels.data[index] = (pixels.data[index] ?? 0) + Math.random() * 56 - 28
  }
  context.putImageData(pixels, 0, 0)

  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
  return new File([blob], 'sample.jpg', { type: blob.type })
}

/** Center and radius as fractions of the side. */
function disc(
  context: OffscreenCanvasRenderingContext2D,
  color: string,
  x: number,
  y: number,
  radius: number,
): void {
  context.fillStyle = color
  context.beginPath()
  context.arc(x * SIDE, y * SIDE, radius * SIDE, 0, 2 * Math.PI)
  context.fill()
}
