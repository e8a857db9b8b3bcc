import { cdp } from 'vitest/browser'

interface Value {
  value?: string | number | boolean
}

interface AccessibilityNode {
  nodeId: string
  parentId?: string
  ignored: boolean
  role?: Value
  name?: Value
  description?: Value
  childIds?: string[]
  backendDOMNodeId?: number
}

/** These group what they contain, and say nothing by themselves. */
const SILENT = new Set(['none', 'generic', 'InlineTextBox', 'paragraph', 'strong'])
const NAMES: Readonly<Record<string, string>> = { StaticText: 'text' }

/**
 * What Chromium gives to screen readers of an element and what is in it, in their order: "button "Choose" (description)".
 */
export async function accessibilityTree(element: Element): Promise<string[]> {
  const nodes = await nodesOfPage()
  const root = nodes.find(
    ({ role, name }) => role?.value === element.role && name?.value === element.ariaLabel,
  )
  if (root === undefined) throw new Error('The element is not in the tree.')
  const lines: string[] = []
  const add = (node: AccessibilityNode): void => {
    const role = String(node.role?.value)
    const isBlank = role === 'StaticText' && String(node.name?.value).trim() === ''
    if (!node.ignored && !SILENT.has(role) && !isBlank) lines.push(describe(role, node))
    // The words on a button are its name.
    if (role === 'button' || role === 'StaticText') return
    for (const id of node.childIds ?? []) {
      const child = nodes.find(({ nodeId }) => nodeId === id)
      if (child !== undefined) add(child)
    }
  }
  add(root)
  return lines
}

function describe(role: string, { name, description }: AccessibilityNode): string {
  const quoted = name?.value ? ` "${String(name.value).trim()}"` : ''
  const more = description?.value ? ` (${String(description.value)})` : ''
  return `${NAMES[role] ?? role}${quoted}${more}`
}

/** The test runs in a frame. */
async function nodesOfPage(): Promise<AccessibilityNode[]> {
  const { frameTree } = (await cdp().send('Page.getFrameTree')) as {
    frameTree: { childFrames?: { frame: { id: string } }[] }
  }
  const frameId = frameTree.childFrames?.at(-1)?.frame.id
  const { nodes } = (await cdp().send(
    'Accessibility.getFullAXTree',
    frameId === undefined ? {} : { frameId },
  )) as {
    nodes: AccessibilityNode[]
  }
  return nodes
}
