import { type PictureHeader, pictureHeader } from './picture-header.ts'

/** What is not found in so many bytes is not called SVG. It is refused anyway, only less by name. */
const SEARCHED_BYTES = 16_384

/** What may stand before the root element: space, XML declaration or instruction, comment, doctype. */
const PROLOG_ITEM = /^(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^[>]*(?:\[.*?\]\s*)?>)/is
const SVG_ROOT = /^<(?:[\w-]+:)?svg[\s/>]/i

/** SVG, recognised to be refused by name: it can carry script. */
export function readSvg(bytes: Uint8Array): PictureHeader | null {
  let text = new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, SEARCHED_BYTES))
  // Item by item, not by one repeated expression, which could be made to backtrack without end.
  while (PROLOG_ITEM.test(text)) text = text.replace(PROLOG_ITEM, '')
  return SVG_ROOT.test(text) ? pictureHeader('image/svg+xml') : null
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}
