import { QueryClientProvider } from '@tanstack/react-query'
import { ReactQueryDevtools } from '@tanstack/react-query-devtools/production'
import { persistQueryClient, type PersistQueryClientOptions } from '@tanstack/query-persist-client-core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ProfileImageDropzone } from '../../../src/index.ts'
import '../../../src/react/styles.css'
import { createApp } from './app.ts'
import { persisterNamed } from './persisters.ts'

const element = document.querySelector('#root')
if (element === null) throw new Error('index.html has no #root.')
const root = createRoot(element)

const KEEPS_EVERYTHING: Pick<PersistQueryClientOptions, 'dehydrateOptions'> = {
  dehydrateOptions: { shouldDehydrateMutation: () => true, shouldDehydrateQuery: () => true },
}
const query = new URLSearchParams(location.search)
const app = createApp(() => root.unmount())
Object.assign(globalThis, { app })

const [, restored] = persistQueryClient({
  // The persister comes with a copy of the query core of its own, and private fields make classes nominal.
  queryClient: app.client as unknown as PersistQueryClientOptions['queryClient'],
  persister: persisterNamed(query.get('persister'), (state) => app.persisted.push(state)),
  ...(query.get('persists') === 'everything' && KEEPS_EVERYTHING),
})
await restored
app.restored.push(...app.client.getMutationCache().getAll())
await app.client.resumePausedMutations()

root.render(
  <StrictMode>
    <QueryClientProvider client={app.client}>
      <ProfileImageDropzone
        endpoint="/api/profile-image"
        onImageChange={(image) => app.hear('onImageChange', image)}
        onError={(error) => app.hear(`own onError ${error.code}`, error)}
      />
      <ReactQueryDevtools initialIsOpen buttonPosition="bottom-right" />
    </QueryClientProvider>
  </StrictMode>,
)
