import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { imageRules, isUploadError } from '../../../src/index.ts'
import { checkPicture } from '../../../src/picture/check-picture.ts'
import { type SampleKind, samplePicture, type SamplePictureOptions } from '../../../src/testing/index.ts'
import { readBySharp, readByUs } from '../../picture/header/oracle.ts'
import { corners, PICTURE_KINDS, UPRIGHT } from './sample-corners.ts'

async function bytesOf(kind: SampleKind, options?: SamplePictureOptions): Promise<Uint8Array> {
  return new Uint8Array(await samplePicture(kind, options).arrayBuffer())
}

/** `accepted`, or the code of the rule that it breaks. */
async function judge(file: File): Promise<string> {
  try {
    checkPicture(new Uint8Array(await file.arrayBuffer()), file.size, imageRules())
    return 'accepted'
  } catch (error) {
    return isUploadError(error) ? error.code : String(error)
  }
}

describe.each(PICTURE_KINDS)('%s', (kind) => {
  test.each([
    [320, 240],
    [97, 131],
    [2000, 1500],
  ])('of %i x %i is decoded without a warning, and seen upright', async (width, height) => {
    const { data, info } = await sharp(await bytesOf(kind, { width, height }), { failOn: 'warning' })
      .autoOrient()
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width, height, channels: 3 })
    expect(corners(data, { width, height, channels: 3 })).toEqual(UPRIGHT)
  })

  test('can be one pixel', async () => {
    const { info } = await sharp(await bytesOf(kind, { width: 1, height: 1 }), { failOn: 'warning' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 1, height: 1 })
  })

  test('is read as sharp reads it', async () => {
    const bytes = await bytesOf(kind, { width: 300, height: 200 })
    expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
    expect(readByUs(bytes)).toMatchObject({ seen: { width: 300, height: 200 } })
  })
})

test('rotated lies on its side', async () => {
  expect(readByUs(await bytesOf('rotated'))).toMatchObject({ orientation: 6, width: 240, height: 320 })
})

test('gps tells the place, in the fields that Exif has for it', async () => {
  const { exif } = await sharp(await bytesOf('gps')).metadata()
  const tiff = new DataView(new Uint8Array(exif ?? []).buffer, 6)
  const fieldsAt = (directory: number) =>
    new Map(
      Array.from({ length: tiff.getUint16(directory) }, (_, index) => {
        const at = directory + 2 + index * 12
        return [
          tiff.getUint16(at),
          { count: tiff.getUint32(at + 4), value: tiff.getUint32(at + 8), at: at + 8 },
        ]
      }),
    )
  const place = fieldsAt(fieldsAt(tiff.getUint32(4)).get(0x8825)?.value ?? 0)
  const text = (tag: number) => String.fromCharCode(tiff.getUint8(place.get(tag)?.at ?? 0))
  const degrees = (tag: number) =>
    [0, 8, 16].map((offset) => {
      const at = (place.get(tag)?.value ?? 0) + offset
      return tiff.getUint32(at) / tiff.getUint32(at + 4)
    })
  expect([degrees(2), text(1), degrees(4), text(3)]).toEqual([[52, 31, 12], 'N', [13, 24, 18], 'E'])
})

test.each<[SampleKind, string, string, string]>([
  ['jpeg', 'accepted', 'photo.jpg', 'image/jpeg'],
  ['png', 'accepted', 'photo.png', 'image/png'],
  ['webp', 'accepted', 'photo.webp', 'image/webp'],
  ['rotated', 'accepted', 'rotated.jpg', 'image/jpeg'],
  ['gps', 'accepted', 'with-place.jpg', 'image/jpeg'],
  ['heic', 'heic-unsupported', 'photo.heic', 'image/heic'],
  ['renamed', 'unsupported-type', 'program.jpg', 'image/jpeg'],
  ['tooLarge', 'file-too-large', 'large.jpg', 'image/jpeg'],
  ['empty', 'file-empty', 'empty.jpg', 'image/jpeg'],
  ['svg', 'unsupported-type', 'drawing.svg', 'image/svg+xml'],
])('%s is %s by the rules, named %s and of type %s', async (kind, verdict, name, type) => {
  const file = samplePicture(kind)
  expect([await judge(file), file.name, file.type]).toEqual([verdict, name, type])
})

test('tooLarge is a real picture, one byte too long', async () => {
  const bytes = await bytesOf('tooLarge')
  expect(bytes).toHaveLength(imageRules().maxSizeBytes + 1)
  expect(await sharp(bytes, { failOn: 'warning' }).metadata()).toMatchObject({ width: 320, height: 240 })
})

test('the same arguments give the same bytes, under the name that is asked for', async () => {
  expect(await bytesOf('jpeg')).toEqual(await bytesOf('jpeg'))
  expect(samplePicture('png', { name: 'me.png' }).name).toBe('me.png')
})

test('a kind that is not known and a side that is none are TypeErrors', () => {
  expect(() => samplePicture('gif' as SampleKind)).toThrow(/there is no kind "gif", only jpeg, png,/)
  for (const side of [0, 1.5, 16_385, Number.NaN]) {
    expect(() => samplePicture('jpeg', { width: side })).toThrow(TypeError)
    expect(() => samplePicture('jpeg', { height: side })).toThrow(TypeError)
  }
})
