import type { ReactElement } from 'react'
import type { Call } from './recorded-calls.ts'

/** The requests of an upload, while they run. */
export function Timeline({ calls }: { calls: readonly Call[] }): ReactElement {
  return (
    <table className="timeline">
      <caption>What goes over the wire</caption>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Status</th>
          <th scope="col">Sent</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {calls.length === 0 && (
          <tr>
            <td colSpan={4}>Nothing yet.</td>
          </tr>
        )}
        {calls.map((call) => (
          <tr key={call.id} data-has-failed={call.hasFailed || undefined}>
            <th scope="row">
              {call.method} <code>{call.address}</code>
            </th>
            <td>{call.status ?? (call.ms === null ? '…' : 'no answer')}</td>
            <td>{BYTES.format(call.sentBytes / 1000)}</td>
            <td>{call.ms === null ? '…' : MILLISECONDS.format(call.ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const BYTES = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })
const MILLISECONDS = new Intl.NumberFormat('en', {
  style: 'unit',
  unit: 'millisecond',
  maximumFractionDigits: 0,
})
