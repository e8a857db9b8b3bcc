/** What a drag carries. */
export function transferOf(...files: File[]): DataTransfer {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  return transfer
}

export function drag(type: 'dragenter' | 'drop', over: HTMLElement, dataTransfer: DataTransfer): void {
  over.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
}

/** A folder: browsers tell it from a file by its entry alone. */
export function folderTransfer(): DataTransfer {
  const transfer = transferOf(new File([], 'Holidays'))
  const [item] = transfer.items
  if (item === undefined) throw new Error('This browser drags no files.')
  const folder = Object.assign(item, { webkitGetAsEntry: () => ({ isDirectory: true }) })
  Object.defineProperty(transfer, 'items', { value: [folder] })
  return transfer
}

/** A picture that is dragged from a page: its address, and no file. */
export function linkTransfer(): DataTransfer {
  const transfer = new DataTransfer()
  transfer.setData('text/uri-list', 'https://example.com/picture.jpg')
  return transfer
}
