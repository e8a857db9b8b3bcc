import { type ESTree, parseSync } from 'vite'

/** One property of a public type. */
export interface ApiMember {
  name: string
  isRequired: boolean
  /** As it stands in the source. */
  type: string
  /** From its JSDoc, without the default; '' where there is none. */
  description: string
  /** What its JSDoc says after "Default", or null. */
  default: string | null
}

/** A type or a value that a source file declares. */
export interface ApiEntry {
  description: string
  /** Of interfaces and of object types, in the order of the source. */
  members: ApiMember[]
}

type Declaration = ESTree.TSInterfaceDeclaration | ESTree.TSTypeAliasDeclaration | ESTree.VariableDeclaration

/** What a source file says of its types and exports, by name. */
export function readApi(path: string, text: string): Record<string, ApiEntry> {
  const { program, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`)

  /** The JSDoc that ends right before this place. */
  function describe(start: number): string {
    const comment = comments.findLast(({ end }) => end <= start)
    const isNext = comment !== undefined && text.slice(comment.end, start).trim() === ''
    if (!isNext || comment.type !== 'Block' || !comment.value.startsWith('*')) return ''
    const lines = comment.value.slice(1).split('\n')
    return lines
      .map((line) => line.replace(/^\s*\*?/, '').trim())
      .join(' ')
      .replaceAll(/@throws \{(\w+)\}/g, 'Throws $1')
      .trim()
  }

  function membersOf(node: ESTree.TSType | ESTree.TSInterfaceBody): ApiMember[] {
    switch (node.type) {
      case 'TSInterfaceBody':
        return node.body.flatMap(memberOf)
      case 'TSTypeLiteral':
        return node.members.flatMap(memberOf)
      case 'TSUnionType':
      case 'TSIntersectionType':
        return node.types.flatMap(membersOf)
      case 'TSParenthesizedType':
        return membersOf(node.typeAnnotation)
      default:
        return []
    }
  }

  function memberOf(node: ESTree.TSSignature): ApiMember[] {
    const isMember = node.type === 'TSPropertySignature' || node.type === 'TSMethodSignature'
    if (!isMember || node.key.type !== 'Identifier') return []
    const { name } = node.key
    const description = describe(node.start)
    const type =
      node.type === 'TSPropertySignature'
        ? text.slice(node.typeAnnotation?.typeAnnotation.start, node.typeAnnotation?.typeAnnotation.end)
        : text.slice(node.start, node.end)
    return [{ name, isRequired: !node.optional, type: plain(type), ...withoutDefault(description) }]
  }

  function entryOf(node: Declaration, start: number): [string, ApiEntry] | null {
    const description = describe(start)
    if (node.type === 'TSInterfaceDeclaration') {
      return [node.id.name, { description, members: membersOf(node.body) }]
    }
    if (node.type === 'TSTypeAliasDeclaration') {
      return [node.id.name, { description, members: membersOf(node.typeAnnotation) }]
    }
    const id = node.declarations[0]?.id
    return id?.type === 'Identifier' ? [id.name, { description, members: [] }] : null
  }

  const entries = program.body.map((statement) => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    const isKnown =
      node?.type === 'TSInterfaceDeclaration' ||
      node?.type === 'TSTypeAliasDeclaration' ||
      node?.type === 'VariableDeclaration'
    return isKnown ? entryOf(node, statement.start) : null
  })
  return Object.fromEntries(entries.filter((entry) => entry !== null))
}

/** On one line, and without what says only that a prop may be given as undefined. */
function plain(type: string): string {
  return type
    .replaceAll(/\s+/g, ' ')
    .replace(/ \| undefined$/, '')
    .replace(/^\| /, '')
    .replace(/^\((.*)\)$/, '$1')
}

const DEFAULT = / ?\bDefault:? (.+?)\.(?= |$)/

/** Tables have a column for the default. */
function withoutDefault(description: string): Pick<ApiMember, 'description' | 'default'> {
  return {
    description: description.replace(DEFAULT, '').trim(),
    default: DEFAULT.exec(description)?.[1]?.replaceAll('`', '') ?? null,
  }
}
