import { MAX_SIZE_BYTES } from '../../contract/image-rules.ts'
import { exifWithOrientation, exifWithPlace } from './make-exif.ts'
import { makeJpeg } from './make-jpeg.ts'
import { makePng } from './make-png.ts'
import { makeWebp } from './make-webp.ts'
import { type BytePart, joinBytes } from './join-bytes.ts'

/** How a sample differs from the others of its kind. */
export interface SamplePictureOptions {
  /** Default: one that fits the kind. */
  name?: string | undefined
  /** As it is seen, in pixels. Default 320. Of those kinds that are pictures. */
  width?: number | undefined
  /** As it is seen, in pixels. Default 240. */
  height?: number | undefined
}

interface Sample {
  name: string
  /** What the file says of itself. */
  type: string
  bytes(width: number, height: number): BytePart
}

/** `jpeg`, `png`, `webp`, `rotated` and `gps` are good pictures; the others are refused. */
export type SampleKind =
  | 'jpeg'
  | 'png'
  | 'webp'
  /** A JPEG whose pixels lie on their side, and whose Exif orientation of 6 says so. */
  | 'rotated'
  /** A JPEG that tells where it was taken. */
  | 'gps'
  | 'heic'
  /** A program that is named like a picture. */
  | 'renamed'
  /** A JPEG of one byte more than any rules allow. */
  | 'tooLarge'
  | 'empty'
  | 'svg'

const SAMPLES: Readonly<Record<SampleKind, Sample>> = {
  jpeg: { name: 'photo.jpg', type: 'image/jpeg', bytes: (width, height) => makeJpeg(width, height) },
  png: { name: 'photo.png', type: 'image/png', bytes: makePng },
  webp: { name: 'photo.webp', type: 'image/webp', bytes: makeWebp },
  rotated: {
    name: 'rotated.jpg',
    type: 'image/jpeg',
    bytes: (width, height) => makeJpeg(height, width, { exif: exifWithOrientation(6), isLying: true }),
  },
  gps: {
    name: 'with-place.jpg',
    type: 'image/jpeg',
    bytes: (width, height) => makeJpeg(width, height, { exif: exifWithPlace() }),
  },
  // The first box of such a file, as phones write it. There is no picture in it.
  heic: { name: 'photo.heic', type: 'image/heic', bytes: () => '\0\0\0\x18ftypheic\0\0\0\0mif1heic' },
  // Of a Windows program.
  renamed: { name: 'program.jpg', type: 'image/jpeg', bytes: () => 'MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff' },
  tooLarge: {
    name: 'large.jpg',
    type: 'image/jpeg',
    bytes(width, height) {
      const picture = makeJpeg(width, height)
      // Decoders ignore what follows the end of a JPEG.
      return joinBytes(picture, new Uint8Array(Math.max(0, MAX_SIZE_BYTES + 1 - picture.length)))
    },
  },
  empty: { name: 'empty.jpg', type: 'image/jpeg', bytes: () => '' },
  svg: {
    name: 'drawing.svg',
    type: 'image/svg+xml',
    bytes: () => '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  },
}

/**
 * A file for a test, made here: no fixture, no canvas. The same arguments give the same bytes.
 *
 * @throws {TypeError} for a kind that is not known, and a size that is none.
 */
export function samplePicture(kind: SampleKind = 'jpeg', options: SamplePictureOptions = {}): File {
  if (!Object.hasOwn(SAMPLES, kind)) {
    throw new TypeError(`samplePicture: there is no kind "${kind}", only ${Object.keys(SAMPLES).join(', ')}.`)
  }
  const sample = SAMPLES[kind]
  const { name = sample.name, width = 320, height = 240 } = options
  requireSide('width', width)
  requireSide('height', height)
  return new File([joinBytes(sample.bytes(width, height))], name, { type: sample.type })
}

/** The longest side that WebP can have, of the three formats. */
const MAX_SIDE = 16_384

function requireSide(name: string, pixels: number): void {
  if (!Number.isInteger(pixels) || pixels < 1 || pixels > MAX_SIDE) {
    throw new TypeError(`samplePicture: ${name} must be an integer from 1 to ${MAX_SIDE}, not ${pixels}.`)
  }
}
