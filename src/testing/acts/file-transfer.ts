/** Files that are given to a page, as drops, pastes and inputs carry them. */
export function fileTransfer(files: readonly File[]): FileTransfer {
  // jsdom has none.
  if (typeof DataTransfer !== 'function') return transferByHand(files)
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  return transfer
}

/** As much of a DataTransfer as whoever reads files looks at. */
export interface FileTransfer {
  readonly files: ArrayLike<File>
  readonly items: ArrayLike<Pick<DataTransferItem, 'kind' | 'type' | 'getAsFile' | 'webkitGetAsEntry'>>
  readonly types: readonly string[]
  getData(format: string): string
  dropEffect: string
  effectAllowed: string
}

function transferByHand(files: readonly File[]): FileTransfer {
  return {
    files: Object.assign([...files], { item: (index: number) => files[index] ?? null }),
    items: files.map((file) => ({
      kind: 'file',
      type: file.type,
      getAsFile: () => file,
      webkitGetAsEntry: () => null,
    })),
    types: files.length === 0 ? [] : ['Files'],
    getData: () => '',
    dropEffect: 'none',
    effectAllowed: 'all',
  }
}
