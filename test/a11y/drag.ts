// Synthetic, as far as no browser drags by a command: `real-drops.browser.test.tsx` lets Chromium drag for real.

/** What a drag carries: files, or what `fill` puts into it. */
export function transferOf(
  files: readonly File[],
  fill: (transfer: DataTransfer) => void = () => {},
): DataTransfer {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  fill(transfer)
  return transfer
}

/** A folder on its way. No script can make one, so the browser's answers are written down here. */
export function folderTransfer(name: string): DataTransfer {
  const folder = new File([], name)
  const item = {
    kind: 'file',
    type: '',
    getAsFile: () => folder,
    webkitGetAsEntry: () => ({ isDirectory: true }),
  }
  return { items: [item], files: [folder], types: ['Files'] } as unknown as DataTransfer
}

type Dragged = readonly File[] | DataTransfer

export const dragEnter = (target: Element, dragged: Dragged) => dragEvent('dragenter', target, dragged)
export const dragOver = (target: Element, dragged: Dragged) => dragEvent('dragover', target, dragged)
export const dragLeave = (target: Element, dragged: Dragged) => dragEvent('dragleave', target, dragged)

/** @returns whether the page keeps the browser from opening what was dropped. */
export async function drop(target: Element, dragged: Dragged): Promise<boolean> {
  await dragEnter(target, dragged)
  await dragOver(target, dragged)
  return (await dragEvent('drop', target, dragged)).defaultPrevented
}

async function dragEvent(type: string, target: Element, dragged: Dragged): Promise<DragEvent> {
  const event = new DragEvent(type, { bubbles: true, cancelable: true, composed: true })
  const dataTransfer = Array.isArray(dragged) ? transferOf(dragged) : dragged
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer })
  target.dispatchEvent(event)
  // What is dragged is read in promises, and rendered after them.
  await new Promise((resolve) => setTimeout(resolve, 20))
  return event
}

export function paste(target: Element, clipboardData: DataTransfer): void {
  const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true })
  Object.defineProperty(event, 'clipboardData', { value: clipboardData })
  target.dispatchEvent(event)
}
