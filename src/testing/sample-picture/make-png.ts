import type { Bytes } from '../../server/crypto/bytes.ts'
import { joinBytes, littleEndian, uint16, uint32 } from './join-bytes.ts'
import { COLOURS, halfOf } from './quadrants.ts'

const BITS_PER_PIXEL = 2
const PALETTE_COLOUR = 3
/** The longest block that deflate can store without compression. */
const MAX_STORED = 65_535

/** A PNG (W3C, third edition) of two bits a pixel, which point into a palette of the four colours. */
export function makePng(width: number, height: number): Bytes {
  const header = joinBytes(uint32(width), uint32(height), BITS_PER_PIXEL, PALETTE_COLOUR, 0, 0, 0)
  return joinBytes(
    '\x89PNG\r\n\x1a\n',
    chunk('IHDR', header),
    chunk('PLTE', palette()),
    chunk('IDAT', zlib(pixels(width, height))),
    chunk('IEND', new Uint8Array()),
  )
}

/** Colour 0 is top left, 1 top right, 2 bottom left, 3 bottom right. */
function palette(): Bytes {
  const { red, green, blue } = COLOURS
  return new Uint8Array(green.flatMap((rowGreen) => red.flatMap((columnRed) => [columnRed, rowGreen, blue])))
}

/** Rows of four pixels a byte, each row after a byte that names its filter: none. */
function pixels(width: number, height: number): Bytes {
  const rows = [0, 2].map((firstColour) => {
    const row = new Uint8Array(1 + Math.ceil(width / 4))
    for (let x = 0; x < width; x += 1) {
      row[1 + (x >> 2)] = (row[1 + (x >> 2)] ?? 0) | ((firstColour + halfOf(x, width)) << (6 - 2 * (x % 4)))
    }
    return row
  })
  return joinBytes(...Array.from({ length: height }, (_, y) => rows[halfOf(y, height)] ?? 0))
}

/** The zlib format (RFC 1950) around stored blocks (RFC 1951, 3.2.4): valid, and no compressor is needed. */
function zlib(bytes: Bytes): Bytes {
  const blocks: Bytes[] = []
  for (let at = 0; at < bytes.length; at += MAX_STORED) {
    const block = bytes.subarray(at, at + MAX_STORED)
    const isLast = at + MAX_STORED >= bytes.length
    const length = littleEndian(uint16(block.length))
    blocks.push(
      joinBytes(
        isLast ? 1 : 0,
        length,
        length.map((byte) => ~byte),
        block,
      ),
    )
  }
  return joinBytes(0x78, 0x01, ...blocks, uint32(adler32(bytes)))
}

function chunk(type: string, content: Bytes): Bytes {
  const body = joinBytes(type, content)
  return joinBytes(uint32(content.length), body, uint32(crc32(body)))
}

function crc32(bytes: Bytes): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc
}

function adler32(bytes: Bytes): number {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return b * 65_536 + a
}
