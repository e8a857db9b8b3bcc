import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, waitFor, within } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { expect } from 'vitest'
import { ProfileImageDropzone, type ProfileImageDropzoneProps } from '../../src/index.ts'

/** StrictMode, and a client that a test may look into. */
export function strictly(client: QueryClient) {
  return ({ children }: { children: ReactNode }): ReactNode => (
    <StrictMode>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </StrictMode>
  )
}

export function renderPhoto(props: ProfileImageDropzoneProps, client: QueryClient = new QueryClient()) {
  const view = render(<ProfileImageDropzone {...props} />, { wrapper: strictly(client) })
  return {
    client,
    unmount: view.unmount,
    rerender: (next: ProfileImageDropzoneProps) => view.rerender(<ProfileImageDropzone {...next} />),
    ...photoIn(view.container),
  }
}

/** The parts of one component, found as a user or a screen reader finds them. */
export function photoIn(container: HTMLElement) {
  const query = within(container)
  const group = () => query.getByRole('group')
  const drag = (type: 'dragenter' | 'dragleave' | 'drop', dataTransfer: DataTransfer, over = group()) => {
    over.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
  }
  return {
    group,
    drag,
    drop: (...files: File[]) => drag('drop', transferOf(files)),
    paste: (...files: File[]) => {
      const init = { bubbles: true, cancelable: true, clipboardData: transferOf(files) }
      query.getAllByRole('button')[0]?.dispatchEvent(new ClipboardEvent('paste', init))
    },
    choose: (...files: File[]) => {
      const input = group().querySelector<HTMLInputElement>('input[type=file]')
      if (input === null) throw new Error('There is no file input.')
      input.files = transferOf(files).files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    },
    button: (name: string) => query.getByRole('button', { name }),
    buttons: () => query.getAllByRole('button').map((button) => button.textContent),
    /** The lines below the label that can be seen. */
    visibleTexts: () =>
      [...group().querySelectorAll<HTMLElement>('[data-part=message] > p')]
        .filter((line) => !line.hidden)
        .map((line) => line.textContent),
    image: () => query.queryByRole('img'),
    /** Seen, but nothing for screen readers. */
    failedPreview: () => group().querySelector<HTMLElement>('img[data-part=failed-preview][alt=""]'),
    bar: () => query.queryByRole('progressbar'),
    status: (text: string) =>
      waitFor(() => expect(query.getByRole('status')).toHaveTextContent(text), PATIENTLY),
    alert: (text: string) =>
      waitFor(() => expect(query.getByRole('alert')).toHaveTextContent(text), PATIENTLY),
    phase: (phase: string) => waitFor(() => expect(group().dataset['state']).toBe(phase), PATIENTLY),
  }
}

/** Uploads wait, and machines are slow. */
const PATIENTLY = { timeout: 5_000 }

export function transferOf(files: readonly File[]): DataTransfer {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  return transfer
}

/** A picture drawn here; its bytes differ with the colour. */
export async function picture(color = '#468', name = 'holiday.png'): Promise<File> {
  const canvas = new OffscreenCanvas(64, 48)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('No canvas here.')
  context.fillStyle = color
  context.fillRect(0, 0, 64, 48)
  return new File([await canvas.convertToBlob({ type: 'image/png' })], name, { type: 'image/png' })
}

export async function sha256(blob: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
  return btoa(String.fromCharCode(...digest))
}
