import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ESTree, parseSync } from 'vite'

/** An export of an entry, with what its declaration says. */
export interface PublicName {
  name: string
  isType: boolean
  /** Text of the JSDoc before the declaration; '' when there is none. */
  docs: string
  /** Of an interface, a class, or the object types that a type is made of; not of what these hold in turn. */
  members: Member[]
}

export interface Member {
  name: string
  docs: string
  isOptional: boolean
  isMethod: boolean
  /** As it is written; '' when it is a method, or not written. */
  type: string
}

const src = join(import.meta.dirname, '../../src')
const sources = new Map<string, ReturnType<typeof parseSync> & { text: string }>()
type Source = NonNullable<ReturnType<typeof sources.get>>

function read(path: string): Source {
  const known = sources.get(path)
  if (known !== undefined) return known
  const text = readFileSync(join(src, path), 'utf8')
  const { program, comments, module, errors } = parseSync(path, text)
  const source = { program, comments, module, errors, text }
  sources.set(path, source)
  return source
}

/** What an entry of src exports, sorted by name; what is in a namespace, with the name of that and a dot. */
export function publicNames(entry: string): PublicName[] {
  const names = new Map<string, PublicName>()
  for (const { exportName, importName, moduleRequest, isType } of read(entry).module.staticExports.flatMap(
    ({ entries }) => entries,
  )) {
    const { name } = exportName
    if (name === null) throw new Error(`${entry} exports all of a module: name what is public.`)
    const path = moduleRequest === null ? entry : join(dirname(entry), moduleRequest.value)
    if (importName.kind === 'All') {
      for (const inside of publicNames(path)) names.set(`${name}.${inside.name}`, inside)
      continue
    }
    names.set(name, { name, isType, ...describe(path, importName.name ?? name) })
  }
  return Array.from(names, ([name, described]) => ({ ...described, name })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
}

/** Of overloads the first one. */
function describe(path: string, name: string): Pick<PublicName, 'docs' | 'members'> {
  const source = read(path)
  for (const statement of source.program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) continue
    if (!namesOf(statement.declaration).includes(name)) continue
    return { docs: docsBefore(source, statement.start), members: membersOf(statement.declaration, source) }
  }
  throw new Error(`${path} declares no ${name}.`)
}

function namesOf(declaration: ESTree.Declaration): string[] {
  const ids =
    declaration.type === 'VariableDeclaration'
      ? declaration.declarations.map(({ id }) => id)
      : 'id' in declaration
        ? [declaration.id]
        : []
  return ids.flatMap((id) => (id?.type === 'Identifier' ? id.name : []))
}

function membersOf(declaration: ESTree.Declaration, source: Source): Member[] {
  switch (declaration.type) {
    case 'TSInterfaceDeclaration':
      return declaration.body.body.flatMap((node) => memberOf(node, source))
    case 'TSTypeAliasDeclaration':
      return membersOfType(declaration.typeAnnotation, source)
    case 'ClassDeclaration':
      return declaration.body.body.flatMap((node) => memberOf(node, source))
    default:
      return []
  }
}

function membersOfType(type: ESTree.TSType, source: Source): Member[] {
  switch (type.type) {
    case 'TSUnionType':
    case 'TSIntersectionType':
      return type.types.flatMap((part) => membersOfType(part, source))
    case 'TSParenthesizedType':
      return membersOfType(type.typeAnnotation, source)
    case 'TSTypeLiteral':
      return type.members.flatMap((node) => memberOf(node, source))
    default:
      return []
  }
}

function memberOf(node: ESTree.TSSignature | ESTree.ClassElement, source: Source): Member[] {
  const isMethod = node.type === 'TSMethodSignature'
  if (!isMethod && node.type !== 'TSPropertySignature' && node.type !== 'PropertyDefinition') return []
  const type = 'typeAnnotation' in node ? node.typeAnnotation : null
  return [
    {
      name: source.text.slice(node.key.start, node.key.end),
      docs: docsBefore(source, node.start),
      isOptional: node.optional === true,
      isMethod,
      type: type == null ? '' : source.text.slice(type.start, type.end).replace(/^:\s*/, ''),
    },
  ]
}

/** The JSDoc that ends right before a node. */
function docsBefore({ text, comments }: Source, start: number): string {
  const comment = comments.findLast(({ end }) => end <= start)
  if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return ''
  return text.slice(comment.end, start).trim() === '' ? comment.value.replace(/^\s*\*+ ?/gm, '').trim() : ''
}
