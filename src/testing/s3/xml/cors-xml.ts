import type { CorsRule } from '../bucket-cors.ts'
import { S3Error } from '../s3-error.ts'
import { malformedXml, parseXml, type XmlElement } from './xml-element.ts'
import { escapeXml } from './xml-text.ts'

// The body of PutBucketCors and GetBucketCors.

const ROOT = 'CORSConfiguration'

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

/** @throws {S3Error} MalformedXML, InvalidRequest; NotImplemented for elements this store does not keep */
export function parseCorsXml(xml: string): readonly CorsRule[] {
  const rules = parseXml(xml, ROOT)
  if (rules.length === 0 || rules.some(({ name }) => name !== 'CORSRule')) throw malformedXml(ROOT)
  return rules.map(parseRule)
}

function parseRule({ children }: XmlElement): CorsRule {
  const found: Record<string, string[]> = {
    ID: [],
    AllowedOrigin: [],
    AllowedMethod: [],
    AllowedHeader: [],
    ExposeHeader: [],
    MaxAgeSeconds: [],
  }
  for (const { name, text } of children) {
    const texts = Object.hasOwn(found, name) ? found[name] : undefined
    if (texts === undefined) throw new S3Error('NotImplemented', `CORS rules with ${name} are not kept here`)
    texts.push(text)
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
  const isTwice = more.length > 0 || moreIds.length > 0
  if (rule.allowedOrigins.length === 0 || rule.allowedMethods.length === 0 || isTwice) {
    throw malformedXml(ROOT)
  }
  if (!/^\d*$/.test(maxAge ?? '')) throw malformedXml(ROOT)
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
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${ROOT}>${xml.join('')}</${ROOT}>`
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}
