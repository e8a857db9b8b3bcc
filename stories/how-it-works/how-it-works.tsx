import { type ReactElement, useCallback, useMemo, useState } from 'react'
import { ProfileImageDropzone, useProfileImageUpload } from '../../src/index.ts'
import type { TestBackend } from '../../src/testing/index.ts'
import { type NetworkName, propsOver, wireTo } from '../stage/network.ts'
import { portrait } from '../stage/scene.ts'
import { type Call, recorded } from './recorded-calls.ts'
import { Sequence } from './sequence.tsx'
import { Timeline } from './timeline.tsx'
import './how-it-works.css'

/** An upload, and beside it what happens in the meantime. */
export function HowItWorks({
  backend,
  network,
}: {
  backend: TestBackend
  network: NetworkName
}): ReactElement {
  const [calls, setCalls] = useState<readonly Call[]>([])
  const hear = useCallback((call: Call) => setCalls((before) => withCall(before, call)), [])
  const props = useMemo(() => propsOver(recorded(wireTo(backend, network), hear)), [backend, network, hear])
  const uploader = useProfileImageUpload(props)

  return (
    <div className="how-it-works">
      <section aria-label="The component">
        <ProfileImageDropzone uploader={uploader} />
        <button
          type="button"
          className="how-it-works-start"
          onClick={async () => uploader.upload(await portrait())}
        >
          Upload a sample photo
        </button>
      </section>
      <section className="how-it-works-card" aria-label="The sequence">
        <Sequence state={uploader.state} />
      </section>
      <section className="how-it-works-card" aria-label="The requests">
        <Timeline calls={calls} />
      </section>
    </div>
  )
}

/** The list begins anew with the first request after a confirm: that is another upload. */
function withCall(calls: readonly Call[], call: Call): readonly Call[] {
  if (calls.some(({ id }) => id === call.id)) return calls.map((each) => (each.id === call.id ? call : each))
  const isOver = calls.at(-1)?.address.endsWith('/confirm') === true
  return isOver ? [call] : [...calls, call]
}
