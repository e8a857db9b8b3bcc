import { UploadError } from '../../contract/upload-error.ts'

/** How a file came here. */
export type ChosenVia = 'picker' | 'drop' | 'paste'

/** The part of an event of any kind that may carry files. */
interface FileEvent {
  type: string
  target: EventTarget | null
  dataTransfer?: DataTransfer | null
  clipboardData?: DataTransfer | null
}

/**
 * The files of an event of the drop zone; of a drag, the items, whose content browsers hide until the drop.
 *
 * @throws {UploadError} `folder-dropped`: what is in a folder was not chosen one by one, so it is never read.
 */
export function filesOf(event: FileEvent): (File | DataTransferItem)[] {
  const transfer = event.dataTransfer ?? event.clipboardData
  if (transfer === undefined || transfer === null) return Array.from(filesOfInput(event.target))
  const items = Array.from(transfer.items).filter(({ kind }) => kind === 'file')
  if (event.type.startsWith('drag')) return items
  if (items.some(isFolder)) throw new UploadError('folder-dropped', { step: 'prepare' })
  return Array.from(transfer.files)
}

/** Of several pasted pictures the first: the others are mostly the same one in other formats. */
export function chosenFiles(files: readonly File[], via: ChosenVia): readonly File[] {
  return via === 'paste' ? files.slice(0, 1) : files
}

/** Whether a link or a picture was dragged here from a page: Chromium and Firefox then give its address, and no file. */
export function isLink(transfer: DataTransfer | null): boolean {
  return transfer !== null && transfer.files.length === 0 && transfer.types.includes('text/uri-list')
}

export function chosenVia(eventType: string): ChosenVia {
  if (eventType === 'drop' || eventType === 'paste') return eventType
  return 'picker'
}

function isFolder(item: DataTransferItem): boolean {
  return item.webkitGetAsEntry?.()?.isDirectory === true
}

function filesOfInput(target: EventTarget | null): Iterable<File> {
  return (target as HTMLInputElement | null)?.files ?? []
}
