import { malformedXml, parseXml } from './xml/xml-element.ts'

const ROOT = 'PublicAccessBlockConfiguration'

const SETTINGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

/** Which of the four protections against public access are on. */
export type PublicAccessBlock = Readonly<Record<(typeof SETTINGS)[number], boolean>>

/** What every new bucket has, since April 2023. */
export const ALL_BLOCKED: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

/**
 * The body of PutPublicAccessBlock. What is left out is off.
 *
 * @throws {S3Error} MalformedXML
 */
export function parsePublicAccessBlock(xml: string): PublicAccessBlock {
  const elements = parseXml(xml, ROOT)
  const found = new Map(elements.map(({ name, text }) => [name, text.toLowerCase()]))
  const areKnown = elements.every(({ name }) => SETTINGS.some((setting) => setting === name))
  const areBoolean = Array.from(found.values()).every((text) => text === 'true' || text === 'false')
  if (!areKnown || !areBoolean || found.size < elements.length) throw malformedXml(ROOT)
  const isOn = (setting: (typeof SETTINGS)[number]) => found.get(setting) === 'true'
  return {
    BlockPublicAcls: isOn('BlockPublicAcls'),
    IgnorePublicAcls: isOn('IgnorePublicAcls'),
    BlockPublicPolicy: isOn('BlockPublicPolicy'),
    RestrictPublicBuckets: isOn('RestrictPublicBuckets'),
  }
}

/** The body of GetPublicAccessBlock. */
export function printPublicAccessBlock(block: PublicAccessBlock): string {
  const settings = SETTINGS.map((setting) => `<${setting}>${block[setting]}</${setting}>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${ROOT}>${settings.join('')}</${ROOT}>`
}
