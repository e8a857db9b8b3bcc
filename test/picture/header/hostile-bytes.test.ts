import { beforeAll, describe, expect, test } from 'vitest'
import { readHeader } from '../../../src/picture/header/read-header.ts'
import { avif, exif, gif, heicHeader, join, jpeg, latin1, png, segment, svg, webp } from '../samples.ts'

const samples = new Map<string, Uint8Array>()

beforeAll(async () => {
  samples.set('jpeg', await jpeg({ orientation: 6 }))
  samples.set('progressive jpeg', await jpeg({ progressive: true }))
  samples.set('png', await png({ orientation: 6 }))
  samples.set('lossy webp', await webp())
  samples.set('lossless webp', await webp({ lossless: true }))
  samples.set('extended webp', await webp({ alpha: true, orientation: 6 }))
  samples.set('gif', await gif())
  samples.set('avif', await avif())
  samples.set('heic', heicHeader())
  samples.set('svg', svg('\ufeff<?xml version="1.0"?><!-- x --><!DOCTYPE svg [<!ENTITY a "b">]><svg/>'))
})

test('a byte changed anywhere gives null or a header that makes sense', () => {
  let checked = 0
  for (const bytes of samples.values()) {
    const copy = new Uint8Array(bytes)
    for (const [offset, original] of bytes.entries()) {
      for (const changed of [0, original ^ 1, original ^ 0x80, 0xff]) {
        copy[offset] = changed
        expectSense(readHeader(copy))
        checked++
      }
      copy[offset] = original
    }
  }
  expect(checked).toBeGreaterThan(10_000)
})

test('T-39: cut at any length, a picture has its true size or none', () => {
  for (const bytes of samples.values()) {
    const whole = readHeader(bytes)
    for (let length = 0; length < bytes.length; length++) {
      const cut = readHeader(bytes.subarray(0, length))
      expectSense(cut)
      if (cut === null || Number.isNaN(cut.width) || Number.isNaN(cut.height)) continue
      expect([cut.width, cut.height]).toEqual([whole?.width, whole?.height])
    }
  }
})

// A reader whose time is more than linear would not end here before Vitest's own limit.
describe('ends on five megabytes of', () => {
  const LENGTH = 5 * 1024 * 1024
  const emptySegments = segment(0xe0, new Uint8Array())
  const exifSegments = segment(0xe1, join(exif(0), new Uint8Array(200)))

  test.each([
    ['JPEG fill bytes', '\xff\xd8\xff', '\xff', 'image/jpeg'],
    ['JPEG strays', '\xff\xd8\xff\x01', 'x', 'image/jpeg'],
    ['empty JPEG segments', '\xff\xd8', text(emptySegments), 'image/jpeg'],
    ['Exif blocks', '\xff\xd8', text(exifSegments), 'image/jpeg'],
    ['empty PNG chunks', '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01', '\0', 'image/png'],
    ['empty WebP chunks', 'RIFF\0\0\0\0WEBPVP8X', '\0', 'image/webp'],
    ['brands', '\xff\xff\xff\xf0ftyp', 'isom', undefined],
    ['space', '', ' ', undefined],
    ['comments', '', '<!---->', undefined],
    ['opened comments', '', '<!--', undefined],
    ['comments that end too often', '', '<!-- --> -->', undefined],
    ['instructions', '', '<?a?>', undefined],
    ['doctypes', '', '<!doctype[>]>', undefined],
    ['opened doctypes', '<!doctype[', '] ', undefined],
    ['nested tags', '', '<', undefined],
  ])('%s', (_name, start, filling, type) => {
    const bytes = latin1(start + filling.repeat(Math.ceil(LENGTH / filling.length)))
    expect(readHeader(bytes)?.type).toBe(type)
  })
})

function expectSense(header: ReturnType<typeof readHeader>): void {
  if (header === null) return
  const { width, height, orientation } = header
  for (const side of [width, height]) {
    if (!Number.isNaN(side) && !(Number.isInteger(side) && side >= 0)) throw new Error(`side ${side}`)
  }
  if (!(Number.isInteger(orientation) && orientation >= 1 && orientation <= 8)) {
    throw new Error(`orientation ${orientation}`)
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
