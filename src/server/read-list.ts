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
    keys: texts(xml, 'Key').map((text) => decodeURIComponent(text.replaceAll('+', ' '))),
    isTruncated: texts(xml, 'IsTruncated').includes('true'),
  }
}

/** What stands between the tags of every element of this name. */
function texts(xml: string, name: string): string[] {
  const [, ...starts] = xml.split(`<${name}>`)
  return starts.map((text) => text.slice(0, Math.max(0, text.indexOf(`</${name}>`))))
}
