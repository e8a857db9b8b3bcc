import { expect, test } from 'vitest'
import { samplePicture } from '../../../src/testing/index.ts'
import { corners, PICTURE_KINDS, UPRIGHT } from './sample-corners.ts'

test.each(PICTURE_KINDS)('%s is decoded by the browser, and seen upright', async (kind) => {
  const picture = await createImageBitmap(samplePicture(kind, { width: 120, height: 90 }))
  const { width, height } = picture
  expect([width, height]).toEqual([120, 90])
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context?.drawImage(picture, 0, 0)
  const pixels = context?.getImageData(0, 0, width, height).data ?? []
  expect(corners(pixels, { width, height, channels: 4 })).toEqual(UPRIGHT)
})
