import type { CDPSession } from 'playwright'

/** A value of the page, as the debugger knows it. */
export interface RemoteValue {
  type: string
  subtype?: string | undefined
  className?: string | undefined
  description?: string | undefined
  value?: unknown
  objectId?: string | undefined
}

/** A text, or the class of an object that nobody can look into, and where it was found. */
export interface Finding {
  path: string
  text: string
}

/** Host objects: their contents are no properties, so it is wrong that they are there at all. */
const CLOSED = new Set([
  'File',
  'Blob',
  'ArrayBuffer',
  'FormData',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'URL',
  'URLSearchParams',
  'XMLHttpRequest',
])

/** They lead from one part of a cache to all the others, which are looked at for themselves. */
const HUBS = new Set(['QueryClient', 'QueryCache', 'MutationCache', 'QueryObserver', 'MutationObserver'])
const MAX_DEPTH = 12

/**
 * All that the debugger can see below a value, functions and prototypes aside: symbols, properties that are not
 * enumerable, `#private` fields, entries of collections and results of promises.
 */
export async function unfoldValue(session: CDPSession, value: RemoteValue, path: string): Promise<Finding[]> {
  const { type, subtype, className = '', objectId } = value
  if (type === 'string') return [{ path, text: String(value.value) }]
  if (type !== 'object' || objectId === undefined || subtype === 'node' || HUBS.has(className)) return []
  if (CLOSED.has(className)) return [{ path, text: `[closed ${className}]` }]
  if (path.split('.').length > MAX_DEPTH) return [{ path, text: '[too deep]' }]

  const found = await session.send('Runtime.getProperties', { objectId, ownProperties: true })
  const { result, privateProperties = [], internalProperties = [] } = found
  const inside = internalProperties.filter(({ name }) => !/Prototype|Scopes|FunctionLocation/.test(name))
  const properties = [...result, ...privateProperties, ...inside].filter(({ name }) => name !== '__proto__')
  const below = await Promise.all(
    properties.map(async ({ name, value: property }) =>
      property === undefined ? [] : unfoldValue(session, property, `${path}.${name}`),
    ),
  )
  return [...properties.map(({ name }) => ({ path, text: name })), ...below.flat()]
}
