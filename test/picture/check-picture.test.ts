import { describe, expect, test } from 'vitest'
import { type ImageRules, imageRules } from '../../src/contract/image-rules.ts'
import { isUploadError } from '../../src/contract/upload-error.ts'
import { checkPicture } from '../../src/picture/check-picture.ts'
import {
  avif,
  gif,
  heicHeader,
  join,
  jpeg,
  jpegOfSize,
  latin1,
  png,
  pngBomb,
  segment,
  svg,
  webp,
} from './samples.ts'

const allowed = ['image/jpeg', 'image/png', 'image/webp']

/** Code and details of the refusal; fails when there is none. */
function refusal(bytes: Uint8Array, rules: Partial<ImageRules> = {}, sizeBytes = bytes.length): unknown {
  try {
    return { accepted: checkPicture(bytes, sizeBytes, imageRules(rules)) }
  } catch (error) {
    if (!isUploadError(error)) throw error
    return { code: error.code, details: error.details }
  }
}

const corrupt = { code: 'picture-corrupt', details: null }
const unsupported = (type: string | null) => ({ code: 'unsupported-type', details: { type, allowed } })
const tooManyPixels = (width: number, height: number) => ({
  code: 'too-many-pixels',
  details: { width, height, maxPixels: 50_000_000 },
})

describe('a good picture', () => {
  test('is accepted with its true type and its size as seen', async () => {
    const rules = imageRules()
    const size = { width: 24, height: 32 }
    for (const [make, type] of [
      [jpeg, 'image/jpeg'],
      [png, 'image/png'],
      [webp, 'image/webp'],
    ] as const) {
      const bytes = await make({ orientation: 6 })
      expect(checkPicture(bytes, bytes.length, rules)).toEqual({ type, ...size })
    }
  })

  test('T-30: a WebP is image/webp whatever it is called, and refused where only JPEG is accepted', async () => {
    const bytes = await webp()
    expect(checkPicture(bytes, bytes.length, imageRules()).type).toBe('image/webp')
    expect(refusal(bytes, { types: ['image/jpeg'] })).toEqual({
      code: 'unsupported-type',
      details: { type: 'image/webp', allowed: ['image/jpeg'] },
    })
  })

  test('of exactly 5 MiB is accepted; one byte more is too large', async () => {
    const limit = 5 * 1024 * 1024
    const [exact, over] = [await jpegOfSize(limit), await jpegOfSize(limit + 1)]
    expect([exact.length, over.length]).toEqual([5_242_880, 5_242_881])
    expect(checkPicture(exact, exact.length, imageRules())).toEqual({
      type: 'image/jpeg',
      width: 32,
      height: 24,
    })
    expect(refusal(over)).toEqual({
      code: 'file-too-large',
      details: { sizeBytes: 5_242_881, maxSizeBytes: 5_242_880 },
    })
  })

  test('is judged by the size of the whole file, not by the bytes at hand', async () => {
    const bytes = await jpeg()
    expect(refusal(bytes, { maxSizeBytes: 9_999 }, 10_000)).toMatchObject({ code: 'file-too-large' })
  })
})

describe('T-29: what is no picture is refused by its bytes, whatever its name', () => {
  test.each([
    ['text', 'just some text'],
    ['HTML', '<!doctype html><html><script>alert(1)</script></html>'],
    ['HTML with an SVG in it', '<html><svg xmlns="http://www.w3.org/2000/svg"/></html>'],
    ['PDF', '%PDF-1.7\n1 0 obj'],
    ['ZIP', 'PK\x03\x04\x14\0\0\0'],
    ['MVG', "push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://example.com/)'"],
    ['BMP', 'BM\x46\0\0\0'],
    ['MP4', '\0\0\0\x18ftypisom\0\0\x02\0isommp42'],
  ])('%s', (_name, content) => {
    expect(refusal(latin1(content))).toEqual(unsupported(null))
  })

  test('GIF, and a script that is a GIF as well', async () => {
    expect(refusal(await gif())).toEqual(unsupported('image/gif'))
    expect(refusal(latin1('GIF89a/*\0\0\0\0*/=1;alert(1)//'))).toEqual(unsupported('image/gif'))
  })
})

describe('T-31: SVG is refused by name in every disguise', () => {
  const root = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
  test.each([
    ['plain', root],
    ['after space', ` \n\t${root}`],
    ['after a byte order mark', `\ufeff${root}`],
    ['after an XML declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${root}`],
    ['after a stylesheet instruction', `<?xml version="1.0"?><?xml-stylesheet href="a>b"?>${root}`],
    ['after comments', `<!-- a picture > really --><!-- --> ${root}`],
    [
      'after a doctype',
      `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">${root}`,
    ],
    ['after a doctype with entities', `<!DOCTYPE svg [<!ENTITY x "<script>">\n]>${root}`],
    ['with a prefix', '<evil:svg xmlns:evil="http://www.w3.org/2000/svg"/>'],
    ['in capitals', '<SVG>'],
    ['empty', '<svg/>'],
  ])('%s', (_name, content) => {
    expect(refusal(svg(content))).toEqual(unsupported('image/svg+xml'))
  })

  test.each(['utf16le', 'utf16be'] as const)('in %s', (encoding) => {
    const little = Buffer.from(`\ufeff<?xml version="1.0"?>${root}`, 'utf16le')
    const bytes = new Uint8Array(encoding === 'utf16le' ? little : little.swap16())
    expect(refusal(bytes)).toEqual(unsupported('image/svg+xml'))
  })

  test('behind a comment too long to look behind, it is refused without its name', () => {
    expect(refusal(svg(`<!--${' '.repeat(20_000)}-->${root}`))).toEqual(unsupported(null))
  })
})

describe('T-33: a pixel bomb is refused by its header', () => {
  test.each([
    ['an honest PNG of 20000 x 20000 in 49 kB', pngBomb(20_000, 20_000, true), 20_000, 20_000],
    ['a PNG that lies about 65000 x 65000', pngBomb(65_000, 65_000), 65_000, 65_000],
    ['a PNG of the largest size there is', pngBomb(0xffff_ffff, 0xffff_ffff), 0xffff_ffff, 0xffff_ffff],
    ['a JPEG that lies about 65500 x 65500', jpegFrame(65_500, 65_500), 65_500, 65_500],
    [
      'a WebP canvas of 16777216 x 16777216',
      latin1('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff'),
      16_777_216,
      16_777_216,
    ],
    ['one row over 50 million pixels', pngBomb(10_000, 5_001), 10_000, 5_001],
    ['one pixel over the longest side', pngBomb(12_001, 1), 12_001, 1],
    ['one pixel over the longest side, upright', pngBomb(1, 12_001), 1, 12_001],
  ])('%s', (_name, bytes, width, height) => {
    expect(refusal(bytes)).toEqual(tooManyPixels(width, height))
  })

  test('a picture at the limit of pixels, or of a side, is accepted', () => {
    expect(refusal(pngBomb(10_000, 5_000))).toEqual({
      accepted: { type: 'image/png', width: 10_000, height: 5_000 },
    })
    expect(refusal(pngBomb(32, 24), { maxPixels: 768 })).toHaveProperty('accepted')
    expect(refusal(pngBomb(32, 24), { maxPixels: 767 })).toMatchObject({ code: 'too-many-pixels' })
    expect(refusal(pngBomb(12_000, 1))).toEqual({ accepted: { type: 'image/png', width: 12_000, height: 1 } })
  })
})

describe('T-38: HEIC has a refusal of its own, AVIF is refused by name', () => {
  test('HEIC', () => {
    const heic = { code: 'heic-unsupported', details: { allowed } }
    expect(refusal(heicHeader())).toEqual(heic)
    expect(refusal(latin1('\0\0\0\x18ftypmif1\0\0\0\0mif1heix'))).toEqual(heic)
  })

  test('AVIF', async () => {
    expect(refusal(await avif())).toEqual(unsupported('image/avif'))
  })
})

describe('T-39: an empty or damaged picture is refused', () => {
  test('empty', () => {
    expect(refusal(new Uint8Array())).toEqual({ code: 'file-empty', details: null })
  })

  test.each([
    ['only the start of a JPEG', latin1('\xff\xd8\xff')],
    ['start and end of a JPEG', latin1('\xff\xd8\xff\xd9')],
    ['a JPEG without width', jpegFrame(0, 24)],
    ['a JPEG without height', jpegFrame(32, 0)],
    ['a PNG without width', pngBomb(0, 24)],
    ['only the signature of a PNG', latin1('\x89PNG\r\n\x1a\n')],
    ['only the start of a WebP', latin1('RIFF\0\0\0\0WEBPVP8 ')],
  ])('%s', (_name, bytes) => {
    expect(refusal(bytes)).toEqual(corrupt)
  })

  test('JPEG, PNG and WebP cut off before their size', async () => {
    const picture = await jpeg()
    const frame = picture.findIndex((byte, at) => byte === 0xff && picture[at + 1] === 0xc0)
    expect(refusal(picture.subarray(0, frame + 8))).toEqual(corrupt)
    expect(refusal((await png()).subarray(0, 23))).toEqual(corrupt)
    expect(refusal((await webp()).subarray(0, 29))).toEqual(corrupt)
  })
})

describe('the first rule that is broken is the one that is named', () => {
  const tiny = { maxSizeBytes: 10, maxPixels: 1 }

  test('empty, size, type, damage, pixels', async () => {
    expect(refusal(latin1('text'), tiny, 0)).toMatchObject({ code: 'file-empty' })
    expect(refusal(latin1('text'), tiny, 11)).toMatchObject({ code: 'file-too-large' })
    expect(refusal(heicHeader(), tiny, 11)).toMatchObject({ code: 'file-too-large' })
    expect(refusal(latin1('text'), tiny, 10)).toMatchObject({ code: 'unsupported-type' })
    expect(refusal(latin1('\xff\xd8\xff'), { types: ['image/png'] })).toMatchObject({
      code: 'unsupported-type',
    })
    expect(refusal(pngBomb(0, 65_000))).toMatchObject({ code: 'picture-corrupt' })
  })
})

function jpegFrame(width: number, height: number): Uint8Array {
  const frame = new Uint8Array([8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3])
  return join(latin1('\xff\xd8'), segment(0xc0, frame))
}
