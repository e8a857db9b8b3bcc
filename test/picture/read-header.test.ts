import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { orientedSize } from '../../src/picture/picture-header.ts'
import { readHeader } from '../../src/picture/read-header.ts'
import {
  avif,
  exif,
  gif,
  heicHeader,
  join,
  jpeg,
  jpegOfSize,
  latin1,
  photo,
  type PictureOptions,
  png,
  pngChunk,
  segment,
  svg,
  webp,
} from './samples.ts'

const MAKERS: Record<string, (options: PictureOptions) => Promise<Uint8Array>> = {
  'baseline JPEG': jpeg,
  'progressive JPEG': (options) => jpeg({ ...options, progressive: true }),
  'CMYK JPEG': (options) => jpeg({ ...options, cmyk: true }),
  PNG: png,
  '16-bit PNG': (options) => png({ ...options, depth: 16 }),
  'palette PNG': (options) => png({ ...options, palette: true }),
  'lossy WebP': webp,
  'lossless WebP': (options) => webp({ ...options, lossless: true }),
  'lossy WebP with alpha': (options) => webp({ ...options, alpha: true }),
  'lossless WebP with alpha': (options) => webp({ ...options, lossless: true, alpha: true }),
}

const SIZES = [
  [1, 1],
  [2, 3],
  [32, 24],
  [255, 256],
  [257, 255],
  [1023, 17],
  [5, 4097],
  [16_383, 1],
] as const

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8]

/** What the oracle says: libvips, which asks the reference decoders. */
async function readBySharp(bytes: Uint8Array): Promise<unknown> {
  const { format, width, height, orientation = 1, autoOrient: seen } = await sharp(bytes).metadata()
  return { format, type: `image/${format}`, width, height, orientation, seen }
}

function readByUs(bytes: Uint8Array): unknown {
  const header = readHeader(bytes)
  return header && { ...header, seen: orientedSize(header) }
}

describe.each(Object.entries(MAKERS))('%s', (_name, make) => {
  test.each(SIZES)('of %i x %i is read as sharp reads it', async (width, height) => {
    const bytes = await make({ width, height })
    expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
  })

  test.each(ORIENTATIONS)('of orientation %i is read as sharp reads it', async (orientation) => {
    const bytes = await make({ orientation })
    expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
  })
})

describe('GIF', () => {
  test.each(SIZES)('of %i x %i is read as sharp reads it', async (width, height) => {
    const bytes = await gif({ width, height })
    expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
  })
})

describe('JPEG', () => {
  test.each(['II', 'MM'] as const)(
    'orientation in byte order %s is read as sharp reads it',
    async (order) => {
      const picture = await jpeg()
      for (const orientation of ORIENTATIONS) {
        const bytes = afterSoi(picture, segment(0xe1, exif(orientation, order)))
        expect(readHeader(bytes)?.orientation).toBe(orientation)
        expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
      }
    },
  )

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
    expect(readHeader(bytes.subarray(0, 256 * 1024))).toMatchObject({ width: null, height: null })
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
    expect(readHeader(join(start, segment(0xe0, frame)))).toMatchObject({ width: null })
    expect(readHeader(join(start, segment(0xda, new Uint8Array(6)), frame))).toMatchObject({ width: null })
    expect(readHeader(join(start, latin1('\xff\xe0\0\0'), frame))).toMatchObject({ width: null })
    expect(readHeader(join(start, latin1('\xff\xd9\0\x02'), frame))).toMatchObject({ width: null })
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
})

describe('PNG', () => {
  test.each(['II', 'MM'] as const)(
    'orientation in byte order %s is read as sharp reads it',
    async (order) => {
      const picture = await png()
      for (const orientation of ORIENTATIONS) {
        const chunk = pngChunk('eXIf', exif(orientation, order).subarray(6))
        const bytes = join(picture.subarray(0, 33), chunk, picture.subarray(33))
        expect(readHeader(bytes)?.orientation).toBe(orientation)
        expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
      }
    },
  )

  test('a first chunk that is not IHDR leaves the size unknown', async () => {
    const picture = await png()
    const bytes = join(picture.subarray(0, 8), pngChunk('CgBI', new Uint8Array(4)), picture.subarray(8))
    expect(readHeader(bytes)).toMatchObject({ format: 'png', width: null, height: null })
  })
})

describe('WebP', () => {
  test('a first chunk of another kind, or with a wrong start code, leaves the size unknown', async () => {
    const [lossy, lossless] = [await webp(), await webp({ lossless: true })]
    for (const bytes of [
      overwrite(lossy, 12, 'ABCD'),
      overwrite(lossy, 23, 'x'),
      overwrite(lossless, 20, 'x'),
    ]) {
      expect(readHeader(bytes)).toMatchObject({ format: 'webp', width: null, height: null })
    }
  })

  test('the scale in the high bits of a lossy size is not part of it', async () => {
    const bytes = overwrite(await webp(), 27, '\x40')
    bytes[29] = 0x80
    expect(readHeader(bytes)).toMatchObject({ width: 32, height: 24 })
    expect(readByUs(bytes)).toEqual(await readBySharp(bytes))
  })

  test('the Exif block counts with "Exif\\0\\0" before it and without', () => {
    const head = join(
      latin1('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\x1f\0\0\x17\0\0'),
      riffChunk('ICCP', latin1('odd')),
    )
    for (const block of [exif(7), exif(7).subarray(6)]) {
      expect(readHeader(join(head, riffChunk('EXIF', block)))).toMatchObject({
        width: 32,
        height: 24,
        orientation: 7,
      })
    }
  })
})

describe('formats known by name only', () => {
  test('AVIF and HEIC are told apart by their brands', async () => {
    const unsized = { width: null, height: null, orientation: 1 }
    expect(readHeader(await avif())).toEqual({ format: 'avif', type: 'image/avif', ...unsized })
    expect(readHeader(heicHeader())).toEqual({ format: 'heic', type: null, ...unsized })
    expect(readHeader(latin1('\0\0\0\x18ftypmif1\0\0\0\0miafavif'))).toMatchObject({ format: 'avif' })
    expect(readHeader(latin1('\0\0\0\x18ftypmsf1\0\0\0\0hevcmsf1'))).toMatchObject({ format: 'heic' })
  })

  test('a brand that stands behind the ftyp box is not one of its brands', () => {
    expect(readHeader(latin1('\0\0\0\x10ftypisom\0\0\0\0heicavif'))).toBeNull()
  })

  test('SVG has no type that could be accepted', () => {
    expect(readHeader(svg())).toMatchObject({ format: 'svg', type: null, width: null, height: null })
  })
})

test.each([
  '',
  'x',
  '\xff\xd8',
  'GIF88a',
  'RIFF\0\0\0\0WAVE',
  'BM',
  '<html><svg></html>',
  '<svgs>',
  '<!-- <svg> -->',
])('%j is no picture', (text) => {
  expect(readHeader(latin1(text))).toBeNull()
})

function afterSoi(picture: Uint8Array, ...segments: Uint8Array[]): Uint8Array {
  return join(picture.subarray(0, 2), ...segments, picture.subarray(2))
}

function overwrite(bytes: Uint8Array, offset: number, text: string): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy.set(latin1(text), offset)
  return copy
}

function riffChunk(type: string, content: Uint8Array): Uint8Array {
  const padding = new Uint8Array(content.length % 2)
  return join(latin1(type), new Uint8Array([content.length, 0, 0, 0]), content, padding)
}
