import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../../../src/react/styles.css'
import { LANES } from '../soak-plan.ts'
import type { SoakPage } from '../soak-page.ts'
import { createLane } from './lane.ts'
import { LaneView } from './lane-view.tsx'
import { runUploads } from './run-uploads.ts'

const element = document.querySelector('#root')
if (element === null) throw new Error('index.html has no #root.')

const client = new QueryClient()
const lanes = LANES.map(createLane)
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      {lanes.map((lane) => (
        <LaneView key={lane.name} lane={lane} />
      ))}
    </QueryClientProvider>
  </StrictMode>,
)

const soak: SoakPage = {
  async run(uploads) {
    const runs = lanes.map((lane) =>
      runUploads(
        lane,
        uploads.filter((upload) => upload.lane === lane.name),
      ),
    )
    return (await Promise.all(runs)).flat()
  },
  isQuiet: () => client.isMutating() === 0 && client.isFetching() === 0,
  cacheSizes: () => ({
    mutations: client.getMutationCache().getAll().length,
    queries: client.getQueryCache().getAll().length,
  }),
}
Object.assign(globalThis, { soak })
