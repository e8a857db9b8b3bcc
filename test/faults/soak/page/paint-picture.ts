/** A PNG of noise, which no encoder shrinks: another one for each seed. */
export async function paintPicture(seed: number, sidePixels: number, name: string): Promise<File> {
  const canvas = new OffscreenCanvas(sidePixels, sidePixels)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw on a canvas.')
  const pixels = context.createImageData(sidePixels, sidePixels)
  let state = seed
  for (let index = 0; index < pixels.data.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    pixels.data[index] = index % 4 === 3 ? 255 : state >>> 24
  }
  context.putImageData(pixels, 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new File([blob], name, { type: blob.type })
}
