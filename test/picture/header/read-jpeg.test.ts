import { expect, test } from 'vitest'
import { readHeader } from '../../../src/picture/header/read-header.ts'
import { readBySharp, readByUs } from './oracle.ts'
import { exif, join, jpeg, jpegOfSize, latin1, photo, segment } from '../samples.ts'

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8]

test.each(['II', 'MM'] as const)('orientation in byte order %s is read as sharp reads it', async (order) => {
  const picture = await jpeg()
  for (const orientation of ORIENTATIONS) {
    const bytes = afterSoi(picture, segment(0xe1, exif(orientation, order)))
    expect(readHeader(bytes)?.orientation).toBe(orientation)
    expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
  }
})

test.each([0, 9, 65_535])('orientation %i means nothing: 1', async (orientation) => {
  const bytes = afterSoi(await jpeg(), segment(0xe1, exif(orientation)))
  expect(readHeader(bytes)?.orientation).toBe(1)
})

test('an orientation that is no 16-bit number means nothing: 1', async () => {
  const block = exif(6)
  block[6 + 12] = 4
  expect(readHeader(afterSoi(await jpeg(), segment(0xe1, block)))?.orientation).toBe(1)
})

test('an orientation behind the last entry of the directory means nothing: 1', async () => {
  const block = exif(6)
  block[6 + 8] = 0
  expect(readHeader(afterSoi(await jpeg(), segment(0xe1, block)))?.orientation).toBe(1)
})

test('an Exif block is read to its end and no further', async () => {
  const block = exif(6, 'MM')
  const endOfValue = 6 + 20
  const whole = afterSoi(await jpeg(), segment(0xe1, block.subarray(0, endOfValue)))
  const cut = afterSoi(await jpeg(), segment(0xe1, block.subarray(0, endOfValue - 1)), latin1('\x06'))
  expect(readHeader(whole)?.orientation).toBe(6)
  expect(readHeader(cut)).toMatchObject({ width: 32, orientation: 1 })
})

test('other blocks before the Exif block, and a second Exif block after it, change nothing', async () => {
  const xmp = segment(0xe1, latin1('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>'))
  const bytes = afterSoi(await jpeg(), xmp, segment(0xe1, exif(6)), segment(0xe1, exif(3)))
  expect(readHeader(bytes)).toMatchObject({ width: 32, height: 24, orientation: 6 })
})

test('a size behind megabytes of metadata is found in all bytes', async () => {
  const profile = segment(0xe2, join(latin1('ICC_PROFILE\0'), new Uint8Array(65_000)))
  const bytes = afterSoi(await jpeg(), segment(0xe1, exif(8)), ...Array<Uint8Array>(40).fill(profile))
  expect(readHeader(bytes)).toMatchObject({ width: 32, height: 24, orientation: 8 })
  expect(readHeader(bytes.subarray(0, 256 * 1024))).toMatchObject({ width: Number.NaN, height: Number.NaN })
})

test('the first 256 KiB are enough for the largest Exif block with a preview and a large profile', async () => {
  const preview = segment(0xe1, join(exif(6), new Uint8Array(65_533 - exif(6).length)))
  const profile = segment(0xe2, new Uint8Array(65_533))
  const bytes = afterSoi(await jpeg(), preview, profile, profile)
  expect(readHeader(bytes.subarray(0, 256 * 1024))).toMatchObject({ width: 32, height: 24, orientation: 6 })
  expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
})

test('every frame type holds the size; DHT, JPG and DAC do not', () => {
  const frames = Array.from({ length: 16 }, (_, i) => 0xc0 + i)
  const without = frames.filter((marker) => {
    const frame = segment(marker, new Uint8Array([8, 0x01, 0x02, 0x03, 0x04, 1]))
    const header = readHeader(join(latin1('\xff\xd8'), frame))
    return header?.width !== 0x0304 || header.height !== 0x0102
  })
  expect(without).toEqual([0xc4, 0xc8, 0xcc])
})

test('fill bytes, strays and standalone markers are stepped over, as decoders do', async () => {
  const bytes = afterSoi(await jpeg(), latin1('\xff\xff\xff\x01stray\xff\x00\xff\xd0\xff\xff'))
  expect(readHeader(bytes)).toMatchObject({ width: 32, height: 24 })
})

test('a frame header inside a segment, behind a senseless one, or after the start or end of the pixels is not taken', () => {
  const frame = segment(0xc0, new Uint8Array([8, 0, 9, 0, 9, 1]))
  const start = latin1('\xff\xd8')
  expect(readHeader(join(start, segment(0xe0, frame)))).toMatchObject({ width: Number.NaN })
  expect(readHeader(join(start, segment(0xda, new Uint8Array(6)), frame))).toMatchObject({
    width: Number.NaN,
  })
  expect(readHeader(join(start, latin1('\xff\xe0\0\0'), frame))).toMatchObject({ width: Number.NaN })
  expect(readHeader(join(start, latin1('\xff\xd9\0\x02'), frame))).toMatchObject({ width: Number.NaN })
})

test('a photo of megabytes and one of an exact length are what they say', async () => {
  const large = await photo(1_000_000)
  expect(large.length).toBeGreaterThan(1_000_000)
  expect(large.length).toBeLessThan(1_500_000)
  expect(readByUs(large)).toEqual(await readBySharp(large))
  const exact = await jpegOfSize(200_001)
  expect(exact.length).toBe(200_001)
  expect(readByUs(exact)).toEqual(await readBySharp(exact))
})

function afterSoi(picture: Uint8Array, ...segments: Uint8Array[]): Uint8Array {
  return join(picture.subarray(0, 2), ...segments, picture.subarray(2))
}
