import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { Avatar } from '../next/app/avatar.tsx'

const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root.')
createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <Avatar />
  </QueryClientProvider>,
)
