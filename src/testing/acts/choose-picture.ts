import { fileTransfer } from './file-transfer.ts'
import { nextTask } from './next-task.ts'
import { outsideAct } from './outside-act.ts'

/**
 * Gives files to the uploader as the file picker does. As for a user, a disabled one takes nothing.
 *
 * @param group The element with the role `group`. The file input in it is hidden from users and from Testing Library.
 * @throws {TypeError} when there is no file input in it
 */
export async function choosePicture(group: HTMLElement, ...files: File[]): Promise<void> {
  const input = group.querySelector<HTMLInputElement>('input[type=file]')
  if (input === null) {
    throw new TypeError(
      "choosePicture: there is no file input in this element. Pass the uploader's element, e.g. getByRole('group').",
    )
  }
  if (input.disabled) return
  const { files: list } = fileTransfer(files)
  await outsideAct(() => {
    // jsdom takes no other list than its own, and can make none.
    if (list instanceof FileList) input.files = list
    else Object.defineProperty(input, 'files', { configurable: true, value: list })
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    input.dispatchEvent(new Event('change', { bubbles: true }))
    return nextTask()
  })
}
