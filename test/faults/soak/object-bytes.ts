/** The parts of V8's format that are read here. */
export interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } }
  /** The fields of the first node, those of the second, and so on. */
  nodes: number[]
  strings: string[]
}

/** What V8 makes of the page's code. It grows while the code becomes faster. */
const CODE_TYPES = new Set(['code', 'hidden', 'object shape'])

/**
 * What the browser notes for its tools: each request, since this test is connected as devtools would be, the latest
 * messages of the console and entries of the performance timeline. And its tables, whose size moves in steps.
 */
const NOTES =
  /^system \/ |^blink::(?:NetworkResourcesData|XHRReplayData|ConsoleMessage|SourceLocation|Heap\w+Backing)|^Performance|Timing(?:Info)?$|^LayoutShift/

/** The size of what the page's scripts have made, by its kind: objects, and what the browser has for them. */
export function objectBytes({ snapshot, nodes, strings }: HeapSnapshot): Map<string, number> {
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field)) as [
    number,
    number,
    number,
  ]
  const bytes = new Map<string, number>()
  for (let node = 0; node < nodes.length; node += fields.length) {
    const typeName = types[0][nodes[node + type] ?? -1] ?? ''
    const text = strings[nodes[node + name] ?? -1] ?? ''
    const isNoted = typeName === 'native' && NOTES.test(text)
    // Such a one has no name: what it refers to is counted.
    const isTable = typeName === 'array' && text === ''
    if (CODE_TYPES.has(typeName) || isNoted || isTable) continue
    // The name of a string is its text, and that of an element its markup.
    const kind = `${typeName} ${typeName.endsWith('string') ? '' : text.replace(/[ >].*/s, '')}`
    bytes.set(kind, (bytes.get(kind) ?? 0) + (nodes[node + size] ?? 0))
  }
  return bytes
}

export function sumOf(bytes: ReadonlyMap<string, number>): number {
  return Array.from(bytes.values()).reduce((sum, size) => sum + size, 0)
}

/** The kinds that differ most, as one line. */
export function describeGrowth(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): string {
  return Array.from(to, ([kind, size]) => ({ kind, grown: size - (from.get(kind) ?? 0) }))
    .toSorted((a, b) => b.grown - a.grown)
    .slice(0, 12)
    .map(({ kind, grown }) => `${kind} +${grown} B`)
    .join(', ')
}
