import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { isUploadError, UploadError } from '../../../src/contract/upload-error.ts'
import { createNetworkSteps } from '../../../src/upload/steps/network-steps.ts'
import { isStale } from '../../../src/upload/steps/presigned-url.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createFakeConnection } from '../fake-connection.ts'
import { networkByHand, rejects, type World } from './network-by-hand.ts'
import { pictureFile, SECRETS, uploadGrant } from '../samples.ts'

const answers =
  (status: number, body: string = '') =>
  async () => ({ status, headers: new Headers(), body })
const network = new UploadError('network')

describe('request-url', () => {
  test('announces type, length and hash, and gives the picture to custom backends', async () => {
    const { requestUrl, ports } = await networkByHand()
    const bytes = await pictureFile().bytes()
    expect(await requestUrl()).toMatchObject({ outcome: 'granted' })
    const [request, context] = ports.requestUrl.mock.lastCall ?? []
    expect(request).toEqual({
      type: 'image/png',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('base64'),
    })
    expect(await context?.picture.bytes()).toEqual(bytes)
  })

  test('renews with the ticket alone', async () => {
    const { requestUrl, grant, ports } = await networkByHand()
    await requestUrl(grant)
    expect(ports.requestUrl.mock.lastCall?.[0]).toEqual({ renew: 'ticket-canary-1' })
  })

  test('T-15: counts the age of the URL from the request, not from the answer', async () => {
    const { requestUrl, clock, ports } = await networkByHand()
    ports.requestUrl.mockImplementation(async () => {
      clock.pass(285_001)
      return uploadGrant()
    })
    const granted = await requestUrl()
    expect(granted.outcome === 'granted' && isStale(granted.grant, clock)).toBe(true)
  })
})

describe('send', () => {
  test('hands over exactly the URL, the headers and the picture of the grant', async () => {
    const { send, ports } = await networkByHand()
    expect(await send()).toEqual({ outcome: 'sent' })
    const [put] = ports.send.mock.lastCall ?? []
    const { upload } = uploadGrant()
    expect({ url: put?.url.href, headers: put?.headers }).toEqual({
      url: upload.url,
      headers: upload.headers,
    })
    expect(await put?.body.bytes()).toEqual(await pictureFile().bytes())
  })

  test('passes progress on, with the size of what is sent', async () => {
    const seen: number[][] = []
    const { send } = await networkByHand({
      async send({ onProgress }) {
        onProgress(30)
        return { status: 200, headers: new Headers(), body: '' }
      },
    })
    await send((...progress) => seen.push(progress))
    expect(seen).toEqual([[30, pictureFile().size]])
  })

  test.each([
    { name: '412', world: { send: answers(412) }, error: null },
    { name: 'silence', world: { send: rejects(network) }, error: 'network' },
    {
      name: 'silence while offline',
      world: { send: rejects(network), isOnline: () => false },
      error: 'offline',
    },
    { name: 'a stall', world: { send: rejects(new UploadError('stalled', stall())) }, error: 'stalled' },
    { name: 'a redirect', world: { send: rejects(new UploadError('redirected')) }, error: 'redirected' },
  ])('T-56: makes $name an unclear end, which only confirm can settle', async ({ world, error }) => {
    const { send } = await networkByHand(world)
    const outcome = await send()
    expect(outcome).toMatchObject({ outcome: 'unknown', error: error && { code: error, step: 'send' } })
  })

  test.each([409, 429, 500, 503])(
    'T-61: makes %i a busy storage, with what it says of when to come back',
    async (status) => {
      const headers = new Headers({ 'retry-after': '7' })
      const { send } = await networkByHand({ send: async () => ({ status, headers, body: '' }) })
      const error = { code: 'storage-busy', step: 'send', status, retryAfterSeconds: 7 }
      expect(await send()).toMatchObject({ outcome: 'busy', error })
    },
  )

  test('T-60: makes an answer that means "expired" an outcome, with its error', async () => {
    const { send } = await networkByHand({ send: answers(403, '<Message>Request has expired</Message>') })
    expect(await send()).toMatchObject({ outcome: 'expired', error: { code: 'url-expired', step: 'send' } })
  })

  test('T-60: takes a bare 403 for "expired" only when the URL is that old', async () => {
    const { send, clock } = await networkByHand({ send: answers(403, '<Code>AccessDenied</Code>') })
    await expect(send()).rejects.toMatchObject({ code: 'storage-rejected' })
    clock.sleep(300_001)
    expect(await send()).toMatchObject({ outcome: 'expired' })
  })

  test('probes the storage by its origin alone, and not when the device is offline', async () => {
    const online = await networkByHand({ send: rejects(network), isReachable: async () => true })
    expect(await online.send()).toMatchObject({
      outcome: 'unknown',
      error: { code: 'network', step: 'send' },
    })
    expect(online.ports.isReachable.mock.calls).toEqual([['https://s3.example.com', expect.anything()]])
    const offline = await networkByHand({ send: rejects(network), isOnline: () => false })
    await offline.send()
    expect(offline.ports.isReachable).not.toHaveBeenCalled()
  })

  test('T-60: blames the CORS rule when the storage lets not one byte through, twice in a row', async () => {
    const ends = ['silence', 'busy', 'silence', 'unreachable', 'silence', 'progress', 'silence', 'silence']
    const seen: (string | undefined)[] = []
    let hint = ''
    const { send } = await networkByHand({
      async send({ onProgress }) {
        if (ends[0] === 'busy') return { status: 503, headers: new Headers(), body: '' }
        if (ends[0] === 'progress') onProgress(1)
        throw network
      },
      isReachable: async () => ends[0] !== 'unreachable',
    })
    while (ends.length > 0) {
      const end = await send()
      const error = 'error' in end ? end.error : null
      seen.push(error?.code)
      if (isUploadError(error, 'cors')) hint = error.details.hint
      ends.shift()
    }
    expect(seen.filter((code) => code === 'cors')).toEqual(['cors'])
    expect(seen.at(-1)).toBe('cors')
    expect(hint).toMatch(/headers content-type, if-none-match, x-amz-checksum-sha256\.$/)
  })

  test('T-60: a URL that is too old is renewed, whether or not the storage says why it refuses it', async () => {
    const { send, clock } = await networkByHand({ send: rejects(network), isReachable: async () => true })
    clock.sleep(300_001)
    expect(await send()).toMatchObject({ outcome: 'unknown', error: { code: 'url-expired', step: 'send' } })
  })

  test('never blames the CORS rule once a byte was let through', async () => {
    const { send } = await networkByHand({
      async send({ onProgress }) {
        onProgress(1)
        throw network
      },
      isReachable: async () => true,
    })
    for (const _ of [1, 2]) {
      expect(await send()).toMatchObject({ outcome: 'unknown', error: { code: 'network' } })
    }
  })
})

test('never blames the CORS rule in a browser that sends without a word', async () => {
  onTestFinished(() => void vi.unstubAllGlobals())
  vi.stubGlobal('navigator', { userAgent: 'Gecko/20100101 Firefox/153.0' })
  const { send } = await networkByHand({ send: rejects(network), isReachable: async () => true })
  for (const _ of [1, 2]) {
    expect(await send()).toMatchObject({ outcome: 'unknown', error: { code: 'network' } })
  }
})

describe('confirm', () => {
  test('sends the ticket and resolves with the saved image', async () => {
    const { confirm, ports } = await networkByHand()
    expect(await confirm()).toMatchObject({ outcome: 'confirmed', image: { id: 'upload-1' } })
    expect(ports.confirm.mock.lastCall?.[0]).toBe('ticket-canary-1')
  })

  test('makes not-uploaded an outcome, with its error', async () => {
    const { confirm } = await networkByHand({ confirm: rejects(new UploadError('not-uploaded')) })
    const error = { code: 'not-uploaded', step: 'confirm' }
    expect(await confirm()).toMatchObject({ outcome: 'not-uploaded', error })
  })

  test('makes other bytes than announced an outcome, with its error', async () => {
    const { confirm } = await networkByHand({ confirm: rejects(new UploadError('changed')) })
    expect(await confirm()).toMatchObject({ outcome: 'changed', error: { code: 'changed', step: 'confirm' } })
  })

  test('T-58: is no success without an image in the answer', async () => {
    // @ts-expect-error -- what a backend of the user's own may resolve with
    const { confirm } = await networkByHand({ confirm: async () => ({ ok: true }) })
    await expect(confirm()).rejects.toMatchObject({ code: 'bad-response', step: 'confirm' })
  })
})

describe('remove', () => {
  test('resolves with what confirm takes to bring the image back, and shows its ticket to nobody else', async () => {
    const { remove, undo, ports } = await networkByHand()
    const answer = await remove()
    expect(answer).toEqual({ outcome: 'removed', undo: { type: 'undo' } })
    if (answer.outcome !== 'removed' || answer.undo === null) throw new Error('There is no undo.')
    expect(await undo(answer.undo)).toMatchObject({ outcome: 'confirmed', image: { id: 'upload-1' } })
    expect(ports.confirm.mock.lastCall?.[0]).toBe('undo-canary')
    expect(inspect(answer, { showHidden: true, depth: null })).not.toMatch(SECRETS)
  })

  test('says when nothing can bring the image back', async () => {
    const { remove } = await networkByHand({ remove: async () => ({ undoTicket: null }) })
    expect(await remove()).toEqual({ outcome: 'removed', undo: null })
  })

  test.each([{}, null, { undoTicket: 7 }])('is no removal when the backend answers %j', async (wrong) => {
    // @ts-expect-error -- what a backend of the user's own may resolve with
    const { remove } = await networkByHand({ remove: async () => wrong })
    await expect(remove()).rejects.toMatchObject({ code: 'bad-response', step: 'remove' })
  })

  test.each([400, 404, 405])('is rejected by a backend that says %i, with its reason', async (status) => {
    const refusal = new UploadError('request-rejected', { status, details: { reason: 'No such route.' } })
    const { remove } = await networkByHand({ remove: rejects(refusal) })
    await expect(remove()).rejects.toMatchObject({
      code: 'remove-rejected',
      step: 'remove',
      status,
      details: { reason: 'No such route.' },
      isRetryable: false,
    })
  })

  test.each([404, 405])('is rejected by a backend that has no such route, and says %i', async (status) => {
    const { remove } = await networkByHand({ remove: rejects(new UploadError('bad-response', { status })) })
    await expect(remove()).rejects.toMatchObject({
      code: 'remove-rejected',
      step: 'remove',
      status,
      details: { reason: null },
      isRetryable: false,
    })
  })

  test('that came too slowly for a gateway may be asked for again', async () => {
    const slow = new UploadError('request-rejected', { status: 408, details: { reason: null } })
    const { remove } = await networkByHand({ remove: rejects(slow) })
    expect(await remove()).toMatchObject({ outcome: 'busy', error: { code: 'remove-rejected', status: 408 } })
  })

  test('of a backend that cannot remove is a mistake, which says what to do', async () => {
    const never = () => new Promise<never>(() => {})
    const backend = { scope: 'test', requestUrl: never, confirm: never }
    const ports = { send: never, clock: createFakeClock(), connection: createFakeConnection() }
    const { remove } = createNetworkSteps({ ...ports, backend: () => backend })
    await expect(remove(undefined, { signal: new AbortController().signal })).rejects.toThrow(
      /no remove\(\)\. Add it, or check/,
    )
  })
})

describe('the confirm of an undo', () => {
  test('that comes too late is final: there is no other ticket', async () => {
    const byHand = await networkByHand({
      confirm: rejects(new UploadError('ticket-invalid', { status: 404 })),
    })
    const error = { code: 'ticket-invalid', step: 'confirm', status: 404 }
    await expect(byHand.undo()).rejects.toMatchObject({ ...error, isRetryable: false })
    await expect(byHand.confirm()).rejects.toMatchObject({ ...error, isRetryable: true })
  })
})

describe('every step', () => {
  const steps = ['requestUrl', 'send', 'confirm', 'remove'] as const
  const named = { requestUrl: 'request-url', send: 'send', confirm: 'confirm', remove: 'remove' } as const

  test.each(steps)('%s makes an abort an outcome, whatever its port throws then', async (step) => {
    const byHand: Awaited<ReturnType<typeof networkByHand>> = await networkByHand({
      [step]: async () => {
        byHand.controller.abort()
        throw new TypeError('aborted in its own way')
      },
    })
    expect(await byHand[step]()).toEqual({ outcome: 'aborted' })
  })

  test.each(steps)('%s makes an abort an outcome at once, although its port hangs', async (step) => {
    const byHand = await networkByHand({ [step]: () => new Promise<never>(() => {}) })
    const outcome = byHand[step]()
    byHand.controller.abort()
    expect(await outcome).toEqual({ outcome: 'aborted' })
    expect(getEventListeners(byHand.controller.signal, 'abort')).toEqual([])
  })

  test('an abort during the probe is an abort', async () => {
    const byHand: Awaited<ReturnType<typeof networkByHand>> = await networkByHand({
      send: rejects(network),
      async isReachable() {
        byHand.controller.abort()
        return false
      },
    })
    expect(await byHand.send()).toEqual({ outcome: 'aborted' })
  })

  test.each(steps)('%s names itself in each error, and keeps what was known', async (step) => {
    const error = new UploadError('forbidden', { status: 403, requestId: 'r-1', isRetryable: true })
    const byHand = await networkByHand({ [step]: rejects(error) })
    await expect(byHand[step]()).rejects.toMatchObject({
      code: 'forbidden',
      step: named[step],
      status: 403,
      requestId: 'r-1',
      isRetryable: true,
    })
  })

  test.each(steps)('%s makes what may pass an outcome: nobody is told of an error yet', async (step) => {
    const error = new UploadError('backend-unavailable', { status: 503, retryAfterSeconds: 3 })
    const byHand = await networkByHand({ [step]: rejects(error) })
    expect(await byHand[step]()).toMatchObject({
      outcome: 'busy',
      error: { code: 'backend-unavailable', step: named[step], status: 503, retryAfterSeconds: 3 },
    })
  })

  test.each(steps)('%s makes what is no UploadError an unexpected one', async (step) => {
    const byHand = await networkByHand({ [step]: rejects(new RangeError('a bug')) })
    await expect(byHand[step]()).rejects.toMatchObject({ code: 'unexpected', step: named[step] })
  })

  test.each<[string, World]>([
    ['quotes the URL', { send: answers(403, `<Code>AccessDenied</Code>${uploadGrant().upload.url}`) }],
    ['says nothing', { send: rejects(network) }],
    ['breaks the sender', { send: rejects(new Error(`PUT ${uploadGrant().upload.url} failed`)) }],
  ])('T-17: no error holds the URL or the ticket when the storage %s', async (_, world) => {
    const { send } = await networkByHand(world)
    const end = await send().catch((error: unknown) => error)
    expect(inspect(end, { showHidden: true, depth: null })).toMatch(/UploadError/)
    expect(inspect(end, { showHidden: true, depth: null })).not.toMatch(SECRETS)
  })
})

function stall() {
  return { details: { stallTimeoutMs: 30_000 } }
}
