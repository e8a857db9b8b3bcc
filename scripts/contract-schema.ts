import { readFileSync } from 'node:fs'
import { type ESTree, parseSync } from 'vite'

// From the TypeScript of src/contract to JSON Schema. It knows the forms that are used there, and throws at others.

export type Schema = Readonly<Record<string, unknown>>

interface ObjectSchema {
  type: 'object'
  properties: Record<string, Schema>
  required: string[]
  [keyword: string]: unknown
}

/** What can be referred to: the types that a file exports, with their comments. */
type Declarations = Map<string, { type: ESTree.TSType | ESTree.TSInterfaceBody; comment: string }>

/** The schemas of the types that these files export and that are named here, with what they refer to. */
export function contractSchemas(files: readonly URL[], names: readonly string[]): Record<string, Schema> {
  const declared: Declarations = new Map()
  const commentOf = new Map<ESTree.Node, string>()
  for (const file of files) declare(file, declared, commentOf)
  const schemas: Record<string, Schema> = {}

  function refer(name: string): Schema {
    if (!(name in schemas)) {
      // Before it is made: a type may refer to itself.
      schemas[name] = {}
      schemas[name] = describe(nameOf(name).comment, make(nameOf(name).type))
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  function nameOf(name: string) {
    const declaration = declared.get(name)
    if (declaration === undefined) throw new Error(`src/contract exports no type ${name}.`)
    return declaration
  }

  function make(type: ESTree.TSType | ESTree.TSInterfaceBody): Schema {
    switch (type.type) {
      case 'TSStringKeyword':
        return { type: 'string' }
      case 'TSNumberKeyword':
        return { type: 'number' }
      case 'TSNullKeyword':
        return { type: 'null' }
      case 'TSLiteralType':
        return { type: 'string', enum: [textOf(type)] }
      case 'TSInterfaceBody':
        return makeObject(type.body)
      case 'TSTypeLiteral':
        return makeObject(type.members)
      case 'TSUnionType':
        return makeUnion(type.types)
      case 'TSIntersectionType':
        return type.types.map((each) => resolve(make(each))).reduce(merge)
      case 'TSTypeReference':
        return makeReference(type)
      default:
        throw new Error(`No schema is known for ${type.type}.`)
    }
  }

  function makeObject(members: readonly ESTree.TSSignature[]): ObjectSchema {
    const object: ObjectSchema = { type: 'object', properties: {}, required: [] }
    for (const member of members) {
      if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier') {
        throw new Error('Only properties with plain names can become a schema.')
      }
      const { name } = member.key
      const type = member.typeAnnotation?.typeAnnotation
      if (type === undefined) throw new Error(`${name} has no type.`)
      object.properties[name] = describe(commentOf.get(member) ?? '', make(type))
      if (!member.optional) object.required.push(name)
    }
    return object
  }

  /** Of texts: one list of them. Of anything else: the types alone, such as text or null. */
  function makeUnion(types: readonly ESTree.TSType[]): Schema {
    const made = types.map((type) => resolve(make(type)))
    const lists = made.map((schema) => schema['enum'])
    if (lists.every((list) => Array.isArray(list))) return { type: 'string', enum: lists.flat() }
    return { type: made.map((schema) => schema['type']) }
  }

  function makeReference(reference: ESTree.TSTypeReference): Schema {
    if (reference.typeName.type !== 'Identifier') throw new Error('Only plain names can be referred to.')
    const { name } = reference.typeName
    const [first, second] = reference.typeArguments?.params ?? []
    if (first === undefined) return refer(name)
    const target = resolve(make(first)) as ObjectSchema
    if (name === 'Record')
      return { type: 'object', additionalProperties: second === undefined ? {} : make(second) }
    if (name === 'Partial') return { ...target, required: [] }
    if (name === 'Pick' && second?.type === 'TSLiteralType') {
      const key = textOf(second)
      return { ...target, properties: { [key]: target.properties[key] ?? {} }, required: [key] }
    }
    throw new Error(`No schema is known for ${name}<…>.`)
  }

  function resolve(schema: Schema): Schema {
    const { $ref } = schema
    if (typeof $ref !== 'string') return schema
    const { description: _, ...bare } = schemas[$ref.split('/').at(-1) ?? ''] ?? {}
    return bare
  }

  for (const name of names) refer(name)
  // What was only spelled out somewhere is referred to by nothing.
  const text = JSON.stringify(schemas)
  const kept = Object.entries(schemas).filter(([name]) => names.includes(name) || text.includes(`/${name}"`))
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function merge(one: Schema, other: Schema): ObjectSchema {
  const [a, b] = [one as ObjectSchema, other as ObjectSchema]
  return {
    type: 'object',
    properties: { ...a.properties, ...b.properties },
    required: [...new Set([...a.required, ...b.required])],
  }
}

function textOf({ literal }: ESTree.TSLiteralType): string {
  if (literal.type !== 'Literal' || typeof literal.value !== 'string')
    throw new Error('Only texts are known.')
  return literal.value
}

/** The words of a comment, and its tags as keywords. */
function describe(comment: string, schema: Schema): Schema {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trim())
  const keywords: Record<string, unknown> = {}
  for (const line of lines) {
    const [, tag = '', value = ''] = /^@(\w+) (.+)$/.exec(line) ?? []
    if (tag === 'asType') keywords['type'] = value
    else if (tag !== '') keywords[tag] = /^\d+$/.test(value) ? Number(value) : value
  }
  const description = lines
    .filter((line) => !line.startsWith('@'))
    .join(' ')
    .trim()
  return { ...(description !== '' && { description }), ...schema, ...keywords }
}

function declare(file: URL, declared: Declarations, commentOf: Map<ESTree.Node, string>): void {
  const text = readFileSync(file, 'utf8')
  const { program, comments } = parseSync(file.pathname, text)
  const before = (start: number): string => {
    const comment = comments.findLast(({ end }) => end <= start)
    const isRight = comment?.type === 'Block' && text.slice(comment.end, start).trim() === ''
    return isRight ? comment.value.replace(/^\*/, '').trim() : ''
  }
  const noteMembers = (members: readonly ESTree.TSSignature[]) => {
    for (const member of members) {
      commentOf.set(member, before(member.start))
      const type = member.type === 'TSPropertySignature' ? member.typeAnnotation?.typeAnnotation : undefined
      if (type?.type === 'TSTypeLiteral') noteMembers(type.members)
    }
  }
  for (const node of program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) continue
    const { declaration } = node
    if (declaration.type === 'TSInterfaceDeclaration') {
      noteMembers(declaration.body.body)
      declared.set(declaration.id.name, { type: declaration.body, comment: before(node.start) })
    } else if (declaration.type === 'TSTypeAliasDeclaration') {
      declared.set(declaration.id.name, { type: declaration.typeAnnotation, comment: before(node.start) })
    }
  }
}
