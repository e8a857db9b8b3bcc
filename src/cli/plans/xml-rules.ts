import type { CorsRuleDocument, LifecycleRuleDocument } from '../../bucket-setup/bucket-settings.ts'

// The XML of CORS, lifecycle and public access. Rules of others are handed on as they are written; of ours, and of what
// has to be compared, only elements without children matter: their names tell what they say.

/** The rules of a configuration, as they are written. */
export function rulesOf(xml: string, tag: 'CORSRule' | 'Rule'): string[] {
  return xml.match(new RegExp(`<${tag}>.*?</${tag}>`, 'gs')) ?? []
}

/** What stands in the innermost elements, by their names. */
export function leavesOf(xml: string): ReadonlyMap<string, readonly string[]> {
  const leaves = new Map<string, string[]>()
  for (const [, name = '', escaped = ''] of xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)) {
    if (escaped === '') continue
    leaves.set(name, [...(leaves.get(name) ?? []), unescapeXml(escaped)].toSorted())
  }
  return leaves
}

/** The same for people, and for comparing: servers answer in an order of their own. */
export function summaryOf(xml: string): string {
  return [...leavesOf(xml)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, texts]) => `${name}=${texts.join(',')}`)
    .join('  ')
}

export function corsRuleXml(rule: CorsRuleDocument): string {
  return element('CORSRule', [
    text('ID', rule.ID),
    ...rule.AllowedOrigins.map((origin) => text('AllowedOrigin', origin)),
    ...rule.AllowedMethods.map((method) => text('AllowedMethod', method)),
    ...rule.AllowedHeaders.map((header) => text('AllowedHeader', header)),
    ...rule.ExposeHeaders.map((header) => text('ExposeHeader', header)),
    text('MaxAgeSeconds', rule.MaxAgeSeconds),
  ])
}

export function lifecycleRuleXml(rule: LifecycleRuleDocument): string {
  const { Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule
  return element('Rule', [
    text('ID', rule.ID),
    element('Filter', [text('Prefix', rule.Filter.Prefix)]),
    text('Status', rule.Status),
    ...(Expiration === undefined ? [] : [element('Expiration', [text('Days', Expiration.Days)])]),
    element('NoncurrentVersionExpiration', [
      text('NoncurrentDays', NoncurrentVersionExpiration.NoncurrentDays),
    ]),
    element('AbortIncompleteMultipartUpload', [
      text('DaysAfterInitiation', AbortIncompleteMultipartUpload.DaysAfterInitiation),
    ]),
  ])
}

/** A whole configuration. */
export function configurationXml(name: string, content: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content.join('')}</${name}>`
}

export function text(name: string, value: string | number | boolean): string {
  return element(name, [String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')])
}

function element(name: string, content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`
}

function unescapeXml(escaped: string): string {
  return escaped
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
