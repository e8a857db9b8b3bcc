import { vi } from 'vitest'
import { imageRules } from '../../../src/contract/image-rules.ts'
import type { PublicImage } from '../../../src/contract/messages.ts'
import { createUploader } from '../../../src/upload/create-uploader.ts'
import { createNetworkSteps } from '../../../src/upload/steps/network-steps.ts'
import { createRetryBudget } from '../../../src/upload/retry/retry-budget.ts'
import { randomFrom } from '../../seeded-random.ts'
import { createFakeClock } from '../../upload/fake-clock.ts'
import { createFakeConnection } from '../../upload/fake-connection.ts'
import { pictureFile } from '../../upload/samples.ts'
import { createActivity } from './activity.ts'
import { faultyBackend } from './faulty-backend.ts'
import { faultyStorage } from './faulty-storage.ts'
import { observedPorts } from './observed-ports.ts'
import { createTurns, type Start } from './turns.ts'
import type { End, WalkRecord } from './walk-record.ts'
import { type Deed, FILES, type WalkScript } from './walk-script.ts'
import { createWalkServer } from './walk-server.ts'

const pictures: readonly File[] = Array.from({ length: FILES }, (_, n) => pictureFile(`picture-${n}.png`))
const noPicture: File = new File(['no picture'], 'notes.png', { type: 'image/png' })

/** A run is endless when it still moves after so many timers. The longest that was seen has some 300. */
const MAX_TIMERS = 3_000

/** Plays a script: uploads the first file at once, then does what is written, until nothing moves any more. */
export async function runWalk(script: WalkScript): Promise<WalkRecord> {
  const clock = createFakeClock()
  const turns = createTurns()
  let setBackMs = 0
  const activity = createActivity(clock, () => uploader.getState().phase === 'preparing')
  // The servers' clock goes right: what the user does to the page's clock is no concern of theirs.
  const server = createWalkServer(() => Math.floor(clock.wallMs() + setBackMs))
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => server.storage(new Request(url, init)))
  const connection = createFakeConnection((origin, signal) => storage.isReachable(origin, signal))
  const { isOnline } = connection
  // The standard backend asks the browser itself.
  vi.stubGlobal('navigator', {
    get onLine() {
      return isOnline()
    },
  })

  const record: WalkRecord = {
    calls: [],
    views: [],
    ends: [],
    saved: [],
    failed: [],
    server,
    replays: [],
    left: { timers: 0, onlineListeners: 0, isEndless: false },
    callsToLeft: 0,
    unhandled: [],
  }
  const isUp = { activity, server, isOnline }
  const storage = faultyStorage({ ...isUp, send: script.send })
  const backend = faultyBackend({ ...isUp, requestUrl: script.requestUrl, confirm: script.confirm })
  const ports = observedPorts({ backend, send: storage.send }, record, {
    clock,
    turns,
    isOnline,
  })
  const uploader = createUploader({
    rules: () => imageRules(),
    steps: createNetworkSteps({ ...ports, backend: () => ports.backend, clock, connection }),
    clock,
    connection,
    budget: createRetryBudget(clock),
    random: randomFrom(script.jitter),
    onChanged({ image }) {
      if (image !== null) record.saved.push(image)
    },
    onFailed: (error) => record.failed.push(error),
  })
  uploader.subscribe(() => {
    record.views.push({
      atMs: clock.monotonicMs(),
      start: turns.current(),
      state: uploader.getState(),
      progress: uploader.getProgress(),
    })
  })

  function follow(start: Start | null, work: Promise<PublicImage | null>): void {
    const end: End = { start, result: null }
    record.ends.push(end)
    const settle = (result: End['result']) => {
      if (start !== null) start.isEnded = true
      end.result = result
    }
    work.then(
      (image) => settle({ image }),
      (error: unknown) => settle({ error }),
    )
  }

  const listeners: { leave: () => void }[] = []
  function perform(deed: Deed): void {
    const before = uploader.getState()
    switch (deed.type) {
      case 'upload': {
        const start = turns.begin(before)
        return follow(start, uploader.upload(pictures[deed.file] ?? noPicture))
      }
      case 'retry': {
        // Only what has failed is tried again.
        const start = before.phase === 'error' ? turns.begin(before) : null
        return follow(start, uploader.retry())
      }
      case 'cancel':
        turns.cancel(before)
        return uploader.cancel()
      case 'reset':
        turns.reset()
        return uploader.reset()
      case 'listen': {
        let hasLeft = false
        const unsubscribe = uploader.subscribe(() => {
          if (hasLeft) record.callsToLeft += 1
        })
        listeners.push({
          leave() {
            hasLeft = true
            unsubscribe()
          },
        })
        return
      }
      case 'leave':
        return listeners.shift()?.leave()
      case 'offline':
        return connection.goOffline()
      case 'online':
        return connection.goOnline()
      case 'sleep':
        return clock.sleep(deed.ms)
      case 'set-wall-back':
        setBackMs += deed.ms
        return clock.setWallBack(deed.ms)
    }
  }

  const deeds = [...script.deeds]
  function goOn(): void {
    const next = deeds.shift()
    if (next === undefined) return
    const act = () => {
      perform(next.deed)
      goOn()
    }
    // In one breath with the deed before, or once everything in between has happened. No clock jumps between two
    // lines of code.
    if (next.afterMs === 0 && !('ms' in next.deed)) act()
    else clock.after(next.afterMs, act)
  }

  const onUnhandled = (reason: unknown) => record.unhandled.push(reason)
  process.on('unhandledRejection', onUnhandled)
  try {
    perform({ type: 'upload', file: 0 })
    goOn()
    let timers = 0
    do {
      await activity.whenIdle()
      timers += 1
    } while (timers < MAX_TIMERS && clock.passToNextTimer())
    record.left = {
      timers: clock.pendingTimers(),
      onlineListeners: connection.listeners(),
      isEndless: timers === MAX_TIMERS,
    }
    await replay(record)
  } finally {
    process.off('unhandledRejection', onUnhandled)
    vi.unstubAllGlobals()
  }
  return record
}

/** Whoever has found the URLs of saved images sends the same bytes to them again. */
async function replay({ server, saved, replays }: WalkRecord): Promise<void> {
  const ids = new Set(saved.map((image) => image.id))
  for (const { id, upload, sha256 } of server.issued.filter((grant) => ids.has(grant.id))) {
    const body = server.objects().find((object) => object.sha256 === sha256)?.bytes ?? null
    const request = new Request(upload.url, { method: 'PUT', headers: upload.headers, body })
    replays.push({ id, status: (await server.storage(request)).status })
  }
}
