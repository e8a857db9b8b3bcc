import { S3Error } from '../s3-error.ts'
import { unescapeXml } from './xml-text.ts'

/** An element of a bucket's configuration: either text or other elements are in it. */
export interface XmlElement {
  readonly name: string
  readonly text: string
  readonly children: readonly XmlElement[]
}

/**
 * What is in the root element of a configuration. Node has no XML parser, and these documents have no attributes but
 * a namespace, no comments and no element inside one of its own name: matching elements and refusing every remainder
 * reads them exactly.
 *
 * @throws {S3Error} MalformedXML
 */
export function parseXml(xml: string, rootName: string): readonly XmlElement[] {
  const document = /^\s*(?:<\?xml[^>]*\?>)?\s*<(\w+)(?: xmlns="[^"]*")?>(.*)<\/\1>\s*$/s
  const [, name, content = ''] = document.exec(xml) ?? []
  if (name !== rootName) throw malformedXml(rootName)
  return parseElements(content, rootName)
}

export function malformedXml(rootName: string): S3Error {
  return new S3Error('MalformedXML', `The XML is no ${rootName} as S3 documents it.`)
}

function parseElements(xml: string, rootName: string): readonly XmlElement[] {
  const element = /<(\w+)>(.*?)<\/\1>|<(\w+)\s*\/>/gs
  if (xml.replace(element, '').trim() !== '') throw malformedXml(rootName)
  return Array.from(xml.matchAll(element), ([, open, content = '', empty = '']) => {
    const isText = !content.includes('<')
    return {
      name: open ?? empty,
      text: isText ? unescapeXml(content) : '',
      children: isText ? [] : parseElements(content, rootName),
    }
  })
}
