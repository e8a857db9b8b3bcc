import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { ProfileImageDropzone } from '../../../src/index.ts'

const element = document.querySelector('#root')
if (element === null) throw new Error('index.html has no #root.')

createRoot(element).render(
  <QueryClientProvider client={new QueryClient()}>
    <ProfileImageDropzone endpoint="/api/profile-image" />
  </QueryClientProvider>,
)
