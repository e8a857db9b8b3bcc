import type { ImageRules } from '../../contract/image-rules.ts'
import type { StoredImage } from '../../server/image/stored-image.ts'
import { createBackend } from '../../upload/steps/backend.ts'
import type { ProfileImageBackend } from '../../upload/steps/profile-image-backend.ts'
import type { SendObject } from '../../upload/steps/send-object.ts'
import { createDeviceConnection } from './device-connection.ts'
import { createFaultQueue, type Fault, type FaultHandle, type FaultOptions } from './fault-queue.ts'
import { createHolds, type HeldStep, type Hold, type SendHold } from './holds.ts'
import { makeRequest } from './make-request.ts'
import { savePicture } from './save-picture.ts'
import { createTestNetwork } from './test-network.ts'
import { createTestServer } from './test-server.ts'

/** What `createTestBackend` takes. */
export interface TestBackendOptions {
  /** Where the handler is mounted, and the scope of its cache keys. Default "/api/profile-image". */
  endpoint?: string | undefined
  /** Whose image it is: the owner's id. Default "user:test". */
  owner?: string | undefined
  /** What is saved already. Default: nothing. Wait for `ready` before you read it from `current`. */
  current?: Blob | undefined
  /** The handler's. Default: `imageRules()`. Give the component the same, or see what happens when they differ. */
  rules?: Partial<ImageRules> | undefined
}

/** A backend for one test: the real handler over a strict S3 in memory. No network, no XMLHttpRequest. */
export interface TestBackend {
  /** To spread on `<ProfileImageDropzone>`, or into the options of `useProfileImageUpload`. Always the same objects. */
  readonly props: { readonly endpoint: ProfileImageBackend; readonly send: SendObject }
  /**
   * Answers what a page asks the endpoint and the storage, by the same servers: for mounting on something else.
   * Rejects with TypeError, as `fetch` does, where a fault leaves no answer.
   */
  fetch(request: Request): Promise<Response>
  /** Resolves when the option `current` is saved. Requests wait for it by themselves. */
  readonly ready: Promise<void>
  /** What `saveImage` was called with, oldest first. */
  readonly images: readonly StoredImage[]
  /** What is saved now. */
  readonly current: StoredImage | null
  /**
   * Lets the next request fail that can fail so; docs/testing.md says what comes of each fault. Of several faults for one
   * request, the one that was asked for first happens.
   *
   * @throws {TypeError} for a fault that is not known
   */
  fail(fault: Fault, options?: FaultOptions): FaultHandle
  /**
   * Keeps the next request of this step until it is released.
   *
   * @throws {TypeError} for a step that is no request
   */
  hold(step: 'send'): SendHold
  /** Of the other steps, which have no progress. */
  hold(step: HeldStep): Hold
  /** Back to how it was made: nothing uploaded, no fault, nothing held. What is still on its way does not count. */
  reset(): void
}

/** @throws {TypeError} for an option that makes no sense */
export function createTestBackend(options: TestBackendOptions = {}): TestBackend {
  const { endpoint = '/api/profile-image' } = options
  let round = startRound()

  /** What a reset throws away. */
  function startRound() {
    const { owner = 'user:test', current, rules = {} } = options
    const faults = createFaultQueue()
    const holds = createHolds()
    const connection = createDeviceConnection()
    const server = createTestServer({ owner, rules, faults })
    const network = createTestNetwork({ server, faults, holds, connection })
    const ready = current === undefined ? Promise.resolve() : savePicture(server, current)
    return { faults, holds, connection, server, network, ready }
  }

  async function ask(request: Request, signal: AbortSignal): Promise<Response> {
    const { ready, network } = round
    await ready
    return network.fetch(request, signal)
  }

  const props = {
    endpoint: createBackend({
      endpoint,
      fetch: (input, init) => ask(makeRequest(input, init), init?.signal ?? new AbortController().signal),
    }),
    send: (put) => round.network.send(put),
  } satisfies TestBackend['props']

  return {
    props,
    fetch: (request) => ask(request, request.signal),
    get ready() {
      return round.ready
    },
    get images() {
      return round.server.images
    },
    get current() {
      return round.server.current
    },
    fail(fault, faultOptions) {
      const { faults, connection } = round
      const handle = faults.add(fault, faultOptions)
      if (fault !== 'offline') return handle
      connection.goOffline()
      return {
        get hits() {
          return handle.hits
        },
        end() {
          handle.end()
          if (!faults.has('offline')) connection.goOnline()
        },
      }
    },
    hold: (step: HeldStep) => round.holds.hold(step),
    reset() {
      round.holds.releaseAll()
      round.connection.goOnline()
      round = startRound()
    },
  }
}
