import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../../src/react/styles.css'
import { faults } from './faults.ts'
import { Photo } from './photo.tsx'

const element = document.querySelector('#root')
if (element === null) throw new Error('index.html has no #root.')

const client = new QueryClient()
const root = createRoot(element)
root.render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Photo />
    </QueryClientProvider>
  </StrictMode>,
)

Object.assign(faults, {
  mutationCount: () => client.getMutationCache().getAll().length,
  cacheText: () =>
    JSON.stringify([
      client
        .getQueryCache()
        .getAll()
        .map(({ state }) => state),
      client
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
    ]),
  unmount() {
    root.unmount()
    faults.tell({ kind: 'unmounted' })
  },
})
