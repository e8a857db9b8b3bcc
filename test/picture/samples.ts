import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

// Makers of pictures, good and bad. The same arguments give the same bytes.

export interface PictureOptions {
  /** Pixels as stored. Default 32 x 24. */
  width?: number
  height?: number
  /** Exif orientation, 1 to 8. Default: no Exif. */
  orientation?: number
}

const DEFAULT_SIZE = { width: 32, height: 24 }

/** A JPEG of four coloured quadrants. */
export async function jpeg(
  options: PictureOptions & { quality?: number; progressive?: boolean; cmyk?: boolean } = {},
): Promise<Uint8Array> {
  const { quality = 80, progressive = false, cmyk = false } = options
  const picture = quadrants(options)
  return bytesOf((cmyk ? picture.toColourspace('cmyk') : picture).jpeg({ quality, progressive }))
}

/** A JPEG of noise, `minBytes` long or somewhat longer: what a phone's photo weighs. */
export async function photo(minBytes: number): Promise<Uint8Array> {
  // At this quality and without subsampling, a pixel of noise takes 1.6 bytes.
  const side = Math.ceil(Math.sqrt(minBytes / 1.5))
  const raw = { width: side, height: side, channels: 3 as const }
  return bytesOf(sharp(noise(side * side * 3), { raw }).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }))
}

/** A valid JPEG of exactly `sizeBytes`, filled up with comment segments. */
export async function jpegOfSize(sizeBytes: number): Promise<Uint8Array> {
  const picture = await jpeg()
  const parts: Uint8Array[] = [picture.subarray(0, 2)]
  for (let missing = sizeBytes - picture.length; missing > 0;) {
    // A segment takes 4 to 65,537 bytes, and none may leave a rest of 1 to 3.
    const take = missing <= 65_537 ? missing : Math.min(65_537, missing - 4)
    if (take < 4) throw new RangeError(`${sizeBytes} bytes cannot be reached`)
    parts.push(segment(0xfe, new Uint8Array(take - 4)))
    missing -= take
  }
  return join(...parts, picture.subarray(2))
}

export async function png(
  options: PictureOptions & { depth?: 8 | 16; palette?: boolean } = {},
): Promise<Uint8Array> {
  const { depth = 8, palette = false } = options
  const picture = quadrants(options)
  return bytesOf((depth === 16 ? picture.toColourspace('rgb16') : picture).png({ palette }))
}

export async function webp(
  options: PictureOptions & { lossless?: boolean; alpha?: boolean } = {},
): Promise<Uint8Array> {
  const { lossless = false, alpha = false } = options
  return bytesOf((alpha ? quadrants(options).ensureAlpha(0.5) : quadrants(options)).webp({ lossless }))
}

export async function gif(options: PictureOptions = {}): Promise<Uint8Array> {
  return bytesOf(quadrants(options).gif())
}

export async function avif(options: PictureOptions = {}): Promise<Uint8Array> {
  return bytesOf(quadrants(options).avif({ effort: 0 }))
}

/** The first box of a HEIC file, as phones write it. */
export function heicHeader(): Uint8Array {
  return join(bytes32(24), latin1('ftypheic'), bytes32(0), latin1('mif1heic'))
}

/** A PNG that says it has this size. Its one-bit pixels are there when `isHonest`, and missing when not. */
export function pngBomb(width: number, height: number, isHonest = false): Uint8Array {
  const header = join(bytes32(width), bytes32(height), new Uint8Array([1, 0, 0, 0, 0]))
  const pixels = isHonest
    ? deflateSync(new Uint8Array((Math.ceil(width / 8) + 1) * height))
    : new Uint8Array()
  return join(
    latin1('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', new Uint8Array()),
  )
}

export function svg(
  text = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A JPEG segment: marker, length, content. */
export function segment(marker: number, content: Uint8Array): Uint8Array {
  const length = content.length + 2
  return join(new Uint8Array([0xff, marker, length >> 8, length & 0xff]), content)
}

/** An Exif block (with its "Exif\0\0") that holds this orientation and nothing else. */
export function exif(orientation: number, byteOrder: 'II' | 'MM' = 'II'): Uint8Array {
  const tiff = new DataView(new ArrayBuffer(26))
  const isLittle = byteOrder === 'II'
  tiff.setUint16(0, isLittle ? 0x4949 : 0x4d4d)
  tiff.setUint16(2, 42, isLittle)
  tiff.setUint32(4, 8, isLittle)
  tiff.setUint16(8, 1, isLittle)
  tiff.setUint16(10, 0x0112, isLittle)
  tiff.setUint16(12, 3, isLittle)
  tiff.setUint32(14, 1, isLittle)
  tiff.setUint16(18, orientation, isLittle)
  return join(latin1('Exif\0\0'), new Uint8Array(tiff.buffer))
}

/** A PNG chunk with its checksum, which decoders verify. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array {
  const body = join(latin1(type), content)
  return join(bytes32(content.length), body, bytes32(crc32(body)))
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

function quadrants({ width, height, orientation }: PictureOptions): Sharp {
  const size = { width: width ?? DEFAULT_SIZE.width, height: height ?? DEFAULT_SIZE.height }
  const pixels = new Uint8Array(size.width * size.height * 3)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const at = (y * size.width + x) * 3
      pixels[at] = x < size.width / 2 ? 230 : 30
      pixels[at + 1] = y < size.height / 2 ? 230 : 30
      pixels[at + 2] = 90
    }
  }
  const picture = sharp(pixels, { raw: { ...size, channels: 3 } })
  return orientation === undefined ? picture : picture.withMetadata({ orientation })
}

/** Bytes of xorshift32, the same ones each time. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 0x9e3779b9
  for (let i = 0; i < length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state
  }
  return bytes
}

function bytes32(value: number): Uint8Array {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value])
}

async function bytesOf(picture: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await picture.toBuffer())
}
