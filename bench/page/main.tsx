import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, useLayoutEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { imageRules, useProfileImageUpload } from '../../src/index.ts'
import { connectUploader } from '../../src/react/engine/connect-uploader.ts'
import { rawUpload } from './raw-upload.ts'

/** What uploads. `engine`: with its mutations, but nothing rendered; `hook`: in a component that shows the phase. */
export type Way = 'raw' | 'raw with SHA-256' | 'engine' | 'hook'

declare global {
  interface Window {
    /** Resolves with the milliseconds from the call to the confirmed image, once that has been drawn. */
    measureUpload(way: Way, sizeBytes: number): Promise<number>
  }
}

const endpoint = '/api/profile-image'
const client = new QueryClient()
const engine = connectUploader(client, {
  endpoint,
  rules: imageRules(),
  src: null,
})
const files = new Map<number, File>()

function Page(): ReactElement {
  const { state, uploadAsync } = useProfileImageUpload({ endpoint })
  useLayoutEffect(() => {
    const ways: Record<Way, (file: File) => Promise<unknown>> = {
      raw: (file) => rawUpload(endpoint, file, false),
      'raw with SHA-256': (file) => rawUpload(endpoint, file, true),
      engine: engine.upload,
      hook: uploadAsync,
    }
    window.measureUpload = async (way, sizeBytes) => {
      const file = files.get(sizeBytes) ?? (await loadFile(sizeBytes))
      const startedAtMs = performance.now()
      await ways[way](file)
      const ms = performance.now() - startedAtMs
      await nextFrame()
      return ms
    }
  }, [uploadAsync])
  return <p>{state.phase}</p>
}

/** The same file for all: what is measured is not how it came to be. */
async function loadFile(sizeBytes: number): Promise<File> {
  const response = await fetch(`/picture/${sizeBytes}`)
  const file = new File([await response.arrayBuffer()], 'portrait.jpg', { type: 'image/jpeg' })
  files.set(sizeBytes, file)
  return file
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
  })
}

const root = document.querySelector('#root')
if (root === null) throw new Error('The page has no #root.')
createRoot(root).render(
  <QueryClientProvider client={client}>
    <Page />
  </QueryClientProvider>,
)
