import { textAt, uintAt } from './byte-fields.ts'
import { type PictureHeader, pictureHeader } from './picture-header.ts'

const AVIF_BRAND = /^avi[fs]$/
/** HEVC in its profiles, and the general brands of HEIF: what is in those can only be guessed, HEVC mostly. */
const HEIC_BRAND = /^(?:he[iv][cmsx]|m[is]f1)$/

/** Real files list fewer than ten brands; a box that claims thousands is not read through. */
const MAX_FTYP_BYTES = 256

/** AVIF and HEIC, by the brands in the `ftyp` box (ISO/IEC 14496-12, 4.3). Their size is not read. */
export function readHeif(bytes: Uint8Array): PictureHeader | null {
  if (textAt(bytes, 4, 4) !== 'ftyp') return null
  const end = Math.min(uintAt(bytes, 0, 4), MAX_FTYP_BYTES)
  const brands: string[] = []
  for (let at = 8; at < end; at += 4) brands.push(textAt(bytes, at, 4))
  // AVIF first: its files carry the general brand mif1 as well.
  if (brands.some((brand) => AVIF_BRAND.test(brand))) return pictureHeader('image/avif')
  return brands.some((brand) => HEIC_BRAND.test(brand)) ? pictureHeader('image/heic') : null
}
