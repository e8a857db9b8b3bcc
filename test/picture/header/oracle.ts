import sharp from 'sharp'
import { pictureSize } from '../../../src/picture/header/picture-size.ts'
import { readHeader } from '../../../src/picture/header/read-header.ts'

/** What the oracle says: libvips, which asks the reference decoders. */
export async function readBySharp(bytes: Uint8Array): Promise<unknown> {
  const { format, width, height, orientation = 1, autoOrient: seen } = await sharp(bytes).metadata()
  return { type: `image/${format}`, width, height, orientation, seen }
}

/** The same facts, by our reader. */
export function readByUs(bytes: Uint8Array): unknown {
  const header = readHeader(bytes)
  return header && { ...header, seen: pictureSize(header) }
}
