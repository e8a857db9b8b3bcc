import { plainObject } from '../../src/contract/wire-value.ts'

type Schema = Readonly<Record<string, unknown>>

/** What a value has that a schema does not allow, as sentences. It throws at a keyword that it does not know. */
export function schemaFaults(schema: Schema, value: unknown, document: Schema, path = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => {
    const faults = judge(keyword, wanted, { schema, value, document, path })
    return typeof faults === 'boolean' ? (faults ? [] : [`${path} breaks ${keyword}`]) : faults
  })
}

interface Place {
  schema: Schema
  value: unknown
  document: Schema
  path: string
}

function judge(keyword: string, wanted: unknown, place: Place): boolean | string[] {
  const { value, document, path } = place
  const object = plainObject(value)
  const inner = (schema: unknown, each: unknown, name = '') =>
    schemaFaults(schema as Schema, each, document, name === '' ? path : `${path}.${name}`)
  switch (keyword) {
    case 'description':
    case 'format':
      return true
    case '$ref':
      return inner(resolveRef(String(wanted), document), value)
    case 'type':
      return [wanted].flat().includes(typeOf(value)) || (wanted === 'number' && typeOf(value) === 'integer')
    case 'enum':
      return (wanted as unknown[]).includes(value)
    case 'const':
      return value === wanted
    case 'minimum':
      return typeof value !== 'number' || value >= Number(wanted)
    case 'maximum':
      return typeof value !== 'number' || value <= Number(wanted)
    case 'minLength':
      return typeof value !== 'string' || value.length >= Number(wanted)
    case 'maxLength':
      return typeof value !== 'string' || value.length <= Number(wanted)
    case 'pattern':
      return typeof value !== 'string' || new RegExp(String(wanted), 'u').test(value)
    case 'allOf':
      return (wanted as Schema[]).flatMap((schema) => inner(schema, value))
    case 'anyOf':
      return (wanted as Schema[]).some((schema) => inner(schema, value).length === 0)
    case 'oneOf':
      return (wanted as Schema[]).filter((schema) => inner(schema, value).length === 0).length === 1
    case 'required':
      return object === null || (wanted as string[]).every((name) => Object.hasOwn(object, name))
    case 'properties':
      return Object.entries(wanted as Schema).flatMap(([name, schema]) =>
        object !== null && Object.hasOwn(object, name) ? inner(schema, object[name], name) : [],
      )
    case 'additionalProperties': {
      const known = Object.keys(place.schema['properties'] ?? {})
      const others = Object.entries(object ?? {}).filter(([name]) => !known.includes(name))
      return wanted === false
        ? others.length === 0
        : others.flatMap(([name, each]) => inner(wanted, each, name))
    }
    case 'propertyNames':
      return Object.keys(object ?? {}).flatMap((name) => inner(wanted, name, name))
    default:
      throw new Error(`The keyword ${keyword} is not known.`)
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isSafeInteger(value) ? 'integer' : typeof value
}

/** @throws {Error} when there is nothing. */
export function resolveRef(ref: string, document: Schema): Schema {
  const names = ref.replace(/^#\//, '').split('/')
  const found = names.reduce<unknown>(
    (each, name) => plainObject(each)?.[name.replaceAll('~1', '/')],
    document,
  )
  const schema = plainObject(found)
  if (schema === null) throw new Error(`There is no ${ref}.`)
  return schema
}
