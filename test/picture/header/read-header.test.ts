import { describe, expect, test } from 'vitest'
import { readHeader } from '../../../src/picture/header/read-header.ts'
import { readBySharp, readByUs } from './oracle.ts'
import {
  avif,
  exif,
  gif,
  heicHeader,
  join,
  jpeg,
  latin1,
  type PictureOptions,
  png,
  pngChunk,
  svg,
  webp,
} from '../samples.ts'

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
    expect(readHeader(bytes)).toMatchObject({ type: 'image/png', width: Number.NaN, height: Number.NaN })
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
      expect(readHeader(bytes)).toMatchObject({ type: 'image/webp', width: Number.NaN, height: Number.NaN })
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
    const unsized = { width: Number.NaN, height: Number.NaN, orientation: 1 }
    expect(readHeader(await avif())).toEqual({ type: 'image/avif', ...unsized })
    expect(readHeader(heicHeader())).toEqual({ type: 'image/heic', ...unsized })
    expect(readHeader(latin1('\0\0\0\x18ftypmif1\0\0\0\0miafavif'))).toMatchObject({ type: 'image/avif' })
    expect(readHeader(latin1('\0\0\0\x18ftypmsf1\0\0\0\0hevcmsf1'))).toMatchObject({ type: 'image/heic' })
  })

  test('a brand that stands behind the ftyp box is not one of its brands', () => {
    expect(readHeader(latin1('\0\0\0\x10ftypisom\0\0\0\0heicavif'))).toBeNull()
  })

  test('SVG has no type that could be accepted', () => {
    expect(readHeader(svg())).toMatchObject({ type: 'image/svg+xml', width: Number.NaN, height: Number.NaN })
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

function overwrite(bytes: Uint8Array, offset: number, text: string): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy.set(latin1(text), offset)
  return copy
}

function riffChunk(type: string, content: Uint8Array): Uint8Array {
  const padding = new Uint8Array(content.length % 2)
  return join(latin1(type), new Uint8Array([content.length, 0, 0, 0]), content, padding)
}
