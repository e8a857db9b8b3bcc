import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../src/react/styles.css'
import './page.css'
import { Page } from './page.tsx'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root.')

const queryClient = new QueryClient()
// Where the browser extension of the TanStack Query devtools looks: open it, and find no URL and no ticket there.
Object.assign(globalThis, { __TANSTACK_QUERY_CLIENT__: queryClient })

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Page />
    </QueryClientProvider>
  </StrictMode>,
)
