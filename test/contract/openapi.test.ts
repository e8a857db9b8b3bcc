import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openapiDocument } from '../../scripts/openapi-document.ts'
import {
  parseCurrentImage,
  parsePublicImage,
  parseRemovedImage,
  parseUploadGrant,
} from '../../src/contract/parse-answer.ts'
import { parseConfirmRequest, parseUploadRequest } from '../../src/contract/parse-request.ts'
import { resolveRef, schemaFaults } from './schema-faults.ts'

const text = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')
const document = openapiDocument()

test('docs/openapi.json is what `npm run openapi` makes of src/contract', () => {
  expect(JSON.parse(text)).toEqual(document)
  expect(text).toBe(`${JSON.stringify(document, null, 2)}\n`)
})

test('everything it refers to is there, and everything that is there is referred to', () => {
  const refs = new Set(Array.from(text.matchAll(/"\$ref": "([^"]+)"/g), ([, ref = '']) => ref))
  for (const ref of refs) expect(resolveRef(ref, document)).not.toEqual({})
  const { components } = JSON.parse(text)
  const parts = Object.entries<object>(components).flatMap(([kind, those]) =>
    Object.keys(those).map((name) => `#/components/${kind}/${name}`),
  )
  expect([...refs].sort()).toEqual(parts.sort())
})

test('what a schema needs, it describes', () => {
  const missing: string[] = []
  JSON.parse(text, function (this: Record<string, object>, key, value) {
    if (key === 'required' && Array.isArray(value)) {
      missing.push(...value.filter((name: string) => !Object.hasOwn(this['properties'] ?? {}, name)))
    }
    return value
  })
  expect(missing).toEqual([])
})

const TICKET = 'key.claims.mac'
const ID = '0199-abc_DEF'
const SHA = 'A'.repeat(43) + '='
const IMAGE = { id: ID, url: '/x.png', type: 'image/png', width: 1, height: 2, sizeBytes: 3 }
const UPLOAD = {
  url: 'https://s3.example.com/x',
  headers: { 'content-type': 'image/png', 'if-none-match': '*' },
  expiresInSeconds: 300,
}

/** What the parsers are asked about: a value that is good, and everything that can be made of it by one change. */
const MESSAGES: readonly [name: string, good: object, parse: (value: unknown) => unknown][] = [
  ['UploadRequest', { type: 'image/png', sizeBytes: 1, sha256: SHA }, parseUploadRequest],
  ['RenewRequest', { renew: TICKET }, parseUploadRequest],
  ['ConfirmRequest', { ticket: TICKET }, parseConfirmRequest],
  [
    'UploadGrant',
    { ticket: TICKET, id: ID, upload: UPLOAD },
    (value) => parseUploadGrant(value, { type: 'image/png' }),
  ],
  ['PublicImage', IMAGE, parsePublicImage],
  ['CurrentImage', IMAGE, parseCurrentImage],
  ['RemovedImage', { undoTicket: TICKET }, parseRemovedImage],
]

const GONE = Symbol('gone')
const VALUES: readonly unknown[] = [
  GONE,
  null,
  true,
  [],
  {},
  0,
  1,
  -1,
  1.5,
  300,
  604_800,
  604_801,
  '',
  '1',
  ' ',
  'a b',
  'é',
  'image/svg+xml',
  'image/gif',
  SHA,
  SHA.toLowerCase(),
  `${'A'.repeat(42)}B=`,
  TICKET,
  'x'.repeat(128),
  'x'.repeat(1024),
  'x'.repeat(1025),
  'x'.repeat(129),
  'x'.repeat(4096),
  'x'.repeat(4097),
]

/** What the parser alone looks at: an address is more than a text, and may hold its own life. */
const NOT_COMPARED = /^\$\.(?:url|upload\.url|upload\.headers\.content-type|upload\.expiresInSeconds gone)$/

function* changesOf(good: object, path = '$'): Generator<[path: string, value: unknown]> {
  for (const [name, value] of Object.entries(good)) {
    for (const other of VALUES) {
      const { [name]: _gone, ...rest } = { ...good } as Record<string, unknown>
      yield other === GONE ? [`${path}.${name} gone`, rest] : [`${path}.${name}`, { ...rest, [name]: other }]
    }
    if (typeof value !== 'object') continue
    for (const [inner, changed] of changesOf(value, `${path}.${name}`))
      yield [inner, { ...good, [name]: changed }]
  }
  yield [`${path} with another field`, { ...good, another: 1 }]
}

describe('schema and parser take and refuse the same', () => {
  test.each(MESSAGES)('%s', (name, good, parse) => {
    const schema = resolveRef(`#/components/schemas/${name}`, document)
    const accepts = (value: unknown) => {
      try {
        parse(value)
        return true
      } catch {
        return false
      }
    }
    expect([accepts(good), schemaFaults(schema, good, document)]).toEqual([true, []])
    const differing: string[] = []
    let count = 0
    for (const [path, value] of changesOf(good)) {
      if (NOT_COMPARED.test(path)) continue
      count++
      const isAllowed = schemaFaults(schema, value, document).length === 0
      if (accepts(value) !== isAllowed) differing.push(`${path}: ${JSON.stringify(value).slice(0, 200)}`)
    }
    expect(differing).toEqual([])
    expect(count).toBeGreaterThanOrEqual(VALUES.length)
  })
})
