import type { CorsRule } from './bucket-cors.ts'
import { S3Error } from './s3-error.ts'
import { escapeXml, unescapeXml } from './xml-text.ts'

// The body of PutBucketCors and GetBucketCors. Node has no XML parser, and this document has two levels of
// elements without attributes: matching them and refusing every remainder reads it exactly.

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

/** @throws {S3Error} MalformedXML, InvalidRequest; NotImplemented for elements this store does not keep */
export function parseCorsXml(xml: string): readonly CorsRule[] {
  const document =
    /^\s*(?:<\?xml[^>]*\?>)?\s*<CORSConfiguration(?: xmlns="[^"]*")?>(.*)<\/CORSConfiguration>\s*$/s
  const rules = elements(document.exec(xml)?.[1] ?? '', /<(CORSRule)>(.*?)<\/CORSRule>/gs)
  if (rules.length === 0) throw malformed()
  return rules.map(([, rule]) => parseRule(rule))
}

function parseRule(xml: string): CorsRule {
  const found: Record<string, string[]> = {
    ID: [],
    AllowedOrigin: [],
    AllowedMethod: [],
    AllowedHeader: [],
    ExposeHeader: [],
    MaxAgeSeconds: [],
  }
  for (const [name, text] of elements(xml, /<(\w+)>([^<]*)<\/\1>/g)) {
    const texts = Object.hasOwn(found, name) ? found[name] : undefined
    if (texts === undefined) throw new S3Error('NotImplemented', `CORS rules with ${name} are not kept here`)
    texts.push(unescapeXml(text))
  }
  const [maxAge, ...more] = found['MaxAgeSeconds'] ?? []
  const [id, ...moreIds] = found['ID'] ?? []
  const rule: CorsRule = {
    ...(id !== undefined && { id }),
    allowedOrigins: found['AllowedOrigin'] ?? [],
    allowedMethods: found['AllowedMethod'] ?? [],
    allowedHeaders: found['AllowedHeader'] ?? [],
    exposeHeaders: found['ExposeHeader'] ?? [],
    ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
  }
  if (
    rule.allowedOrigins.length === 0 ||
    rule.allowedMethods.length === 0 ||
    more.length > 0 ||
    moreIds.length > 0
  )
    throw malformed()
  if (!/^\d*$/.test(maxAge ?? '')) throw malformed()
  if (!rule.allowedMethods.every((method) => METHODS.includes(method))) {
    throw new S3Error('InvalidRequest', `AllowedMethod must be one of ${METHODS.join(', ')}`)
  }
  return rule
}

export function printCorsXml(rules: readonly CorsRule[]): string {
  const xml = rules.map((rule) => {
    const lines = [
      ...(rule.id === undefined ? [] : [element('ID', rule.id)]),
      ...rule.allowedOrigins.map((text) => element('AllowedOrigin', text)),
      ...rule.allowedMethods.map((text) => element('AllowedMethod', text)),
      ...(rule.allowedHeaders ?? []).map((text) => element('AllowedHeader', text)),
      ...(rule.exposeHeaders ?? []).map((text) => element('ExposeHeader', text)),
    ]
    if (rule.maxAgeSeconds !== undefined) lines.push(element('MaxAgeSeconds', String(rule.maxAgeSeconds)))
    return `<CORSRule>${lines.join('')}</CORSRule>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<CORSConfiguration>${xml.join('')}</CORSConfiguration>`
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

/** Name and content of each element. */
function elements(xml: string, pattern: RegExp): [name: string, content: string][] {
  if (xml.replace(pattern, '').trim() !== '') throw malformed()
  return Array.from(xml.matchAll(pattern), ([, name = '', content = '']) => [name, content])
}

function malformed(): S3Error {
  return new S3Error('MalformedXML', 'The XML is not a CORS configuration.')
}
