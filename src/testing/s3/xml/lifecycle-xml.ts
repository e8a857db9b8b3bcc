import { S3Error } from '../s3-error.ts'
import { malformedXml, parseXml, type XmlElement } from './xml-element.ts'

const ROOT = 'LifecycleConfiguration'

const FIELDS: ReadonlySet<string> = new Set(['ID', 'Status', 'Filter'])

/** What a rule may do here, and the element that says after how many days. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['Expiration', 'Days'],
  ['NoncurrentVersionExpiration', 'NoncurrentDays'],
  ['AbortIncompleteMultipartUpload', 'DaysAfterInitiation'],
])

/**
 * The body of PutBucketLifecycleConfiguration: rules with an ID, a prefix and a number of days.
 *
 * @throws {S3Error} MalformedXML, InvalidArgument, InvalidRequest; NotImplemented for other kinds of rules
 */
export function checkLifecycleXml(xml: string): void {
  const rules = parseXml(xml, ROOT)
  if (rules.length === 0 || rules.some(({ name }) => name !== 'Rule')) throw malformedXml(ROOT)
  const ids = rules.map(checkRule)
  if (new Set(ids).size < ids.length) {
    throw new S3Error('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule')
  }
}

/** @returns its ID */
function checkRule({ children }: XmlElement): string {
  const unknown = children.find(({ name }) => !FIELDS.has(name) && !ACTIONS.has(name))
  if (unknown !== undefined) throw notKept(`rules with ${unknown.name}`)
  const found = new Map(children.map((child) => [child.name, child]))
  if (found.size < children.length) throw malformedXml(ROOT)
  const [id, status, filter] = [found.get('ID'), found.get('Status'), found.get('Filter')]
  // S3 makes one up.
  if (id === undefined) throw notKept('rules without an ID')
  if (id.text === '' || id.text.length > 255) throw malformedXml(ROOT)
  if (!/^(?:Enabled|Disabled)$/.test(status?.text ?? '') || filter === undefined) throw malformedXml(ROOT)
  for (const { name } of filter.children) if (name !== 'Prefix') throw notKept(`filters by ${name}`)
  const actions = children.filter(({ name }) => ACTIONS.has(name))
  if (actions.length === 0) {
    throw new S3Error('InvalidRequest', 'At least one action needs to be specified in a rule')
  }
  for (const action of actions) checkDays(action)
  return id.text
}

function checkDays({ name, children }: XmlElement): void {
  const [days, ...more] = children
  if (days?.name !== ACTIONS.get(name) || more.length > 0) throw notKept(`this kind of ${name}`)
  if (!/^[1-9]\d{0,8}$/.test(days?.text ?? '')) {
    throw new S3Error('InvalidArgument', `'${days?.name}' for ${name} action must be a positive integer`)
  }
}

function notKept(what: string): S3Error {
  return new S3Error('NotImplemented', `Lifecycle configurations with ${what} are not kept here`)
}
