import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { CurrentImage } from '../../src/index.ts'

/** The saved object, as the bucket has it: asked of the demo's server, which may read the bucket. */
export function StoredObject({ image }: { image: CurrentImage | null }): ReactElement {
  const stored = useQuery({
    queryKey: ['demo', 'stored-object', image?.url],
    queryFn: async (): Promise<Record<string, string> | null> => {
      const response = await fetch('/api/stored-object')
      return response.json()
    },
  })
  return (
    <section aria-labelledby="bucket" className="bucket">
      <h2 id="bucket">In the bucket</h2>
      {stored.data === null || stored.data === undefined ? (
        <p>No picture has been confirmed yet.</p>
      ) : (
        <dl>
          {Object.entries(stored.data).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
