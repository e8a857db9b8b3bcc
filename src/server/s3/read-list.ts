/** One page of ListObjectsV2. */
export interface ListPage {
  keys: string[]
  isTruncated: boolean
}

/**
 * Reads the XML of a page that was asked for with `encoding-type=url`. No runtime of ours has an XML parser for
 * sure, and none is needed: in percent-encoded keys there is nothing that XML would have to escape.
 */
export function readList(xml: string): ListPage {
  return {
    keys: Array.from(xml.matchAll(/<Key>([^<]*)<\/Key>/g), ([, text = '']) =>
      decodeURIComponent(text.replaceAll('+', ' ')),
    ),
    isTruncated: xml.includes('<IsTruncated>true<'),
  }
}
