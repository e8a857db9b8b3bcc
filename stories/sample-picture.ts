/** A portrait drawn on a canvas, so that nobody needs a file at hand. */
export async function samplePicture({ name = 'portrait.jpg', side = 640 } = {}): Promise<File> {
  const canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw on a canvas.')
  const sky = context.createLinearGradient(0, 0, 0, side)
  sky.addColorStop(0, '#9cc4ee')
  sky.addColorStop(1, '#f3d9c4')
  context.fillStyle = sky
  context.fillRect(0, 0, side, side)
  disc(context, '#2f4a7a', side * 0.5, side * 1.05, side * 0.42)
  disc(context, '#f2c9a5', side * 0.5, side * 0.46, side * 0.2)
  disc(context, '#4a3328', side * 0.5, side * 0.33, side * 0.17)
  disc(context, '#f2c9a5', side * 0.5, side * 0.48, side * 0.165)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })
  return new File([blob], name, { type: 'image/jpeg' })
}

function disc(
  context: OffscreenCanvasRenderingContext2D,
  color: string,
  x: number,
  y: number,
  radius: number,
): void {
  context.fillStyle = color
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
}
