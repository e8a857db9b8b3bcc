/**
 * A portrait drawn on a canvas, so that nobody needs a file at hand. With film grain it weighs as much as a phone's
 * photo of its size. The random colour makes it another picture each time.
 */
export async function samplePicture({
  name = 'sample.jpg',
  side = 2200,
  hasGrain = true,
} = {}): Promise<File> {
  const canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw on a canvas.')
  context.scale(side, side)

  const hue = Math.floor(Math.random() * 360)
  context.fillStyle = `hsl(${hue} 55% 80%)`
  context.fillRect(0, 0, 1, 1)
  disc(context, `hsl(${hue} 45% 35%)`, 0.5, 1.06, 0.42)
  disc(context, '#3f2b22', 0.5, 0.36, 0.2)
  disc(context, '#f0c6a2', 0.5, 0.46, 0.19)
  if (hasGrain) addGrain(context, side)

  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
  return new File([blob], name, { type: blob.type })
}

function disc(
  context: OffscreenCanvasRenderingContext2D,
  color: string,
  x: number,
  y: number,
  radius: number,
) {
  context.fillStyle = color
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
}

function addGrain(context: OffscreenCanvasRenderingContext2D, side: number): void {
  const pixels = context.getImageData(0, 0, side, side)
  for (let index = 0; index < pixels.data.length; index += 1) {
    if (index % 4 !== 3) pixels.data[index] = (pixels.data[index] ?? 0) + Math.random() * 56 - 28
  }
  context.putImageData(pixels, 0, 0)
}
