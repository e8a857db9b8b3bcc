import { fileTransfer } from './file-transfer.ts'
import { nextTask } from './next-task.ts'
import { outsideAct } from './outside-act.ts'

/**
 * Drags files over the uploader and drops them there.
 *
 * @param group The element with the role `group`.
 */
export async function dropPicture(group: HTMLElement, ...files: File[]): Promise<void> {
  const dataTransfer = fileTransfer(files)
  await outsideAct(async () => {
    for (const type of ['dragenter', 'dragover', 'drop']) {
      // jsdom has no DragEvent.
      const event = new (globalThis.DragEvent ?? Event)(type, {
        bubbles: true,
        cancelable: true,
        composed: true,
      })
      Object.defineProperty(event, 'dataTransfer', { value: dataTransfer })
      group.dispatchEvent(event)
      await nextTask()
    }
  })
}
