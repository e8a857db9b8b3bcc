import { type ESTree, parseSync, Visitor } from 'vite'

/** What the rules of the house ask about one file of src. */
export interface SourceModule {
  /** Relative to src, with forward slashes. */
  path: string
  lineCount: number
  /** Every specifier: of static, type-only, side-effect and dynamic imports, of re-exports and `import('…')` types. */
  imports: string[]
  hasReexports: boolean
  hasDefaultExport: boolean
  isClient: boolean
  /** Uses JSX, a hook or a context, or makes a part of the component: none of these works in server components. */
  needsClient: boolean
}

/** Reads a module with a real parser: what stands in comments, strings and templates is no import. */
export function readModule(path: string, text: string): SourceModule {
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`)

  const imports: string[] = []
  let needsClient = false
  const addSource = ({ source }: { source: ESTree.Expression | null }) => {
    if (source === null) return
    imports.push(source.type === 'Literal' ? String(source.value) : 'a computed path')
  }
  const markClient = () => {
    needsClient = true
  }
  new Visitor({
    ImportDeclaration: addSource,
    ExportNamedDeclaration: addSource,
    ExportAllDeclaration: addSource,
    ImportExpression: addSource,
    TSImportType: addSource,
    JSXElement: markClient,
    JSXFragment: markClient,
    CallExpression({ callee }) {
      const name = callee.type === 'MemberExpression' ? callee.property : callee
      if (name.type === 'Identifier' && /^(?:use(?:[A-Z].*)?|createContext|createPart)$/.test(name.name))
        markClient()
    },
  }).visit(program)

  const exported = module.staticExports.flatMap(({ entries }) => entries)
  return {
    path,
    lineCount: text.trimEnd().split('\n').length,
    imports,
    hasReexports: exported.some(({ moduleRequest }) => moduleRequest !== null),
    hasDefaultExport: exported.some(
      ({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default',
    ),
    isClient: program.body.some((node) => 'directive' in node && node.directive === 'use client'),
    needsClient,
  }
}
