import { MAX_SIZE_BYTES } from '../src/contract/image-rules.ts'
import { REQUEST_HEADER, UPLOAD_HEADERS } from '../src/contract/messages.ts'
import { type WireErrorCode, wireStatus } from '../src/contract/wire-code.ts'
import { contractSchemas, type Schema } from './contract-schema.ts'

const CONTRACT = new URL('../src/contract/', import.meta.url)
const FILES = ['messages.ts', 'image-rules.ts', 'upload-error.ts', 'wire-code.ts'].map(
  (name) => new URL(name, CONTRACT),
)
const NAMES = [
  'UploadRequest',
  'RenewRequest',
  'ConfirmRequest',
  'UploadGrant',
  'PublicImage',
  'CurrentImage',
  'RemovedImage',
  'ErrorAnswer',
]

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

/** What every route may be answered with. */
const ALWAYS: readonly WireErrorCode[] = [
  'unauthenticated',
  'forbidden',
  'rate-limited',
  'storage-misconfigured',
  'unexpected',
  'backend-unavailable',
]

/** One code stands for several statuses: how a body can be wrong. */
const BODY_STATUSES = [400, 408, 413, 415]

interface Route {
  id: string
  summary: string
  body?: readonly string[]
  answer: Schema
  codes: readonly WireErrorCode[]
}

const REQUEST_URL: Route = {
  id: 'requestUrl',
  summary:
    'A URL that can store one object with the announced bytes, once; or another one for the same upload.',
  body: ['UploadRequest', 'RenewRequest'],
  answer: ref('UploadGrant'),
  codes: ['request-rejected', 'ticket-invalid', 'revoked', ...ALWAYS],
}

const CONFIRM: Route = {
  id: 'confirm',
  summary:
    'Checks and saves what was uploaded, or brings back what was removed. Answers the same when asked again.',
  body: ['ConfirmRequest'],
  answer: ref('PublicImage'),
  codes: [
    'request-rejected',
    'ticket-invalid',
    'not-uploaded',
    'changed',
    'superseded',
    'revoked',
    'confirm-rejected',
    ...ALWAYS,
  ],
}

const CURRENT: Route = {
  id: 'current',
  summary: 'What is saved now; null: nothing. Optional.',
  answer: { anyOf: [ref('CurrentImage'), { type: 'null' }] },
  codes: ALWAYS,
}

const REMOVE: Route = {
  id: 'remove',
  summary: 'Removes the saved image; where there is none, that is no failure. Optional.',
  answer: ref('RemovedImage'),
  codes: ['request-rejected', 'remove-rejected', ...ALWAYS],
}

/** The wire contract as OpenAPI 3.1: everything in it that src/contract says comes from there. */
export function openapiDocument(): Schema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Backend of react-profile-image-upload',
      version: '1',
      description:
        'Made from src/contract by `npm run openapi`. docs/wire-contract.md says what a backend has to do. How users sign in is up to you: add your security scheme.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      {
        url: '/api',
        description: 'Wherever the backend is mounted: the component names it as its endpoint.',
      },
    ],
    security: [],
    paths: {
      '/profile-image/request-url': { post: operation(REQUEST_URL, true) },
      '/profile-image/confirm': { post: operation(CONFIRM, true) },
      '/profile-image': { get: operation(CURRENT, false), delete: operation(REMOVE, true) },
    },
    components: {
      parameters: {
        RequestHeader: {
          name: REQUEST_HEADER,
          in: 'header',
          required: true,
          description: 'A form on another site cannot send it without a preflight.',
          schema: { const: '1' },
        },
      },
      headers: {
        CacheControl: { required: true, schema: { const: 'no-store' } },
        ReferrerPolicy: { required: true, schema: { const: 'no-referrer' } },
        NoSniff: { required: true, schema: { const: 'nosniff' } },
      },
      schemas: allSchemas(),
    },
  }
}

function operation({ id, summary, body, answer, codes }: Route, needsHeader: boolean): Schema {
  return {
    operationId: id,
    summary,
    ...(needsHeader && { parameters: [{ $ref: '#/components/parameters/RequestHeader' }] }),
    ...(body !== undefined && { requestBody: { required: true, content: json(oneOf(body)) } }),
    responses: { 200: response('Done.', answer), ...refusals(codes, body !== undefined) },
  }
}

function oneOf(names: readonly string[]): Schema {
  const [first = '', ...others] = names
  return others.length === 0 ? ref(first) : { oneOf: names.map(ref) }
}

function refusals(codes: readonly WireErrorCode[], hasBody: boolean): Record<string, Schema> {
  const byStatus = new Map<number, WireErrorCode[]>()
  for (const code of codes) {
    const statuses = code === 'request-rejected' && hasBody ? BODY_STATUSES : [wireStatus(code)]
    for (const status of statuses) byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b)
  return Object.fromEntries(
    sorted.map(([status, those]) => {
      const code = { properties: { error: { properties: { code: { enum: those } } } } }
      return [status, response(those.join(', '), { allOf: [ref('ErrorAnswer'), code] })]
    }),
  )
}

function response(description: string, schema: Schema): Schema {
  const header = (name: string) => ({ $ref: `#/components/headers/${name}` })
  return {
    description,
    headers: {
      'cache-control': header('CacheControl'),
      'referrer-policy': header('ReferrerPolicy'),
      'x-content-type-options': header('NoSniff'),
    },
    content: json(schema),
  }
}

function json(schema: Schema): Schema {
  return { 'application/json': { schema } }
}

/** What no type says: which fields a request may not have, how long a picture may be, which headers travel. */
function allSchemas(): Record<string, Schema> {
  const made = contractSchemas(FILES, NAMES)
  for (const name of ['UploadRequest', 'RenewRequest', 'ConfirmRequest']) {
    made[name] = { ...made[name], additionalProperties: false }
  }
  change(made, ['UploadRequest', 'properties', 'sizeBytes'], { maximum: MAX_SIZE_BYTES })
  const headerValue = { type: 'string', maxLength: 1024, pattern: String.raw`^[\x20-\x7e]+$` }
  change(made, ['UploadGrant', 'properties', 'upload', 'properties', 'headers'], {
    propertyNames: { enum: [...UPLOAD_HEADERS] },
    required: ['content-type'],
    properties: { 'content-type': headerValue },
    additionalProperties: headerValue,
  })
  return made
}

function change(schemas: Record<string, Schema>, [first = '', ...path]: string[], keywords: Schema): void {
  let place: Schema = schemas[first] ?? {}
  for (const name of path) place = place[name] as Schema
  Object.assign(place, keywords)
}
