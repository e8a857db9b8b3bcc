import { fileTransfer } from './file-transfer.ts'
import { nextTask } from './next-task.ts'
import { outsideAct } from './outside-act.ts'

/**
 * Pastes a file while the focus is in the uploader: on what has the focus there, else on the group.
 *
 * @param group The element with the role `group`.
 */
export async function pastePicture(group: HTMLElement, file: File): Promise<void> {
  const { activeElement } = group.ownerDocument
  const target = group.contains(activeElement) ? activeElement : group
  await outsideAct(() => {
    // jsdom has no ClipboardEvent.
    const event = new (globalThis.ClipboardEvent ?? Event)('paste', {
      bubbles: true,
      cancelable: true,
      composed: true,
    })
    Object.defineProperty(event, 'clipboardData', { value: fileTransfer([file]) })
    target?.dispatchEvent(event)
    return nextTask()
  })
}
