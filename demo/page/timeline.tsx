import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { profileImageKeys } from '../../src/index.ts'

interface Row {
  id: number
  step: string
  startedAt: number
  endedAt: number | null
  outcome: string
}

const WHAT: Readonly<Record<string, string>> = {
  'request-url': 'POST /request-url to the backend',
  send: 'PUT to the presigned URL, at the S3 server',
  confirm: 'POST /confirm to the backend',
}

/** The three network steps are TanStack mutations, so the mutation cache tells what happens, and when. */
export function Timeline(): ReactElement {
  const rows = useSteps()
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happens</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Outcome</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td colSpan={3}>Nothing yet. Choose a picture.</td>
            </tr>
          )}
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{WHAT[row.step] ?? row.step}</td>
              <td>{row.outcome}</td>
              <td>{row.endedAt === null ? '…' : `${Math.round(row.endedAt - row.startedAt)} ms`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        All of it runs on this machine, and a browser hands loopback some 4 MB at once. Throttle the network
        in the developer tools to watch the ring move.
      </p>
    </section>
  )
}

function useSteps(): readonly Row[] {
  const cache = useQueryClient().getMutationCache()
  const [rows, setRows] = useState<readonly Row[]>([])
  useEffect(
    () =>
      cache.subscribe((event) => {
        if (event.type !== 'updated') return
        const { mutationId, options, state } = event.mutation
        const [root, , step] = options.mutationKey ?? []
        if (root !== profileImageKeys.all[0] || typeof step !== 'string') return
        setRows((before) => {
          const known = before.find((row) => row.id === mutationId)
          const row: Row = {
            id: mutationId,
            step,
            startedAt: known?.startedAt ?? performance.now(),
            endedAt: state.status === 'pending' ? null : performance.now(),
            outcome: outcomeOf(state),
          }
          if (known !== undefined) return before.map((other) => (other === known ? row : other))
          // A new upload begins with its first URL.
          const isFirst = step === 'request-url' && before.at(-1)?.step !== 'send'
          return isFirst ? [row] : [...before, row]
        })
      }),
    [cache],
  )
  return rows
}

function outcomeOf({ status, data, error }: { status: string; data: unknown; error: Error | null }): string {
  if (error !== null) return 'code' in error ? String(error.code) : 'failed'
  if (typeof data === 'object' && data !== null && 'outcome' in data) return String(data.outcome)
  return status === 'pending' ? 'running' : status
}
