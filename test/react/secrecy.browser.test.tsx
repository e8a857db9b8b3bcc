import { dehydrate, QueryClient } from '@tanstack/react-query'
import { describe, expect, test, vi } from 'vitest'
import { type AnyUploadError, createBackend, type ProfileImageBackend } from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { picture } from './render-photo.tsx'
import { endOf, renderUploader } from './render-uploader.tsx'

const real = forEachOwner()

/** What HTTP clients throw: an error that holds the request that failed. */
function clientError(config: { url: string; data: unknown }): Error {
  const cause = Object.assign(new Error(`reset: ${JSON.stringify(config.data)}`), { config })
  return Object.assign(new Error('Network Error', { cause }), { config, toJSON: () => config })
}

/** Every text in a value: own properties of all kinds, hidden ones, causes and stacks included. */
function textsIn(value: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || seen.has(value)) return ''
  seen.add(value)
  const names = Reflect.ownKeys(value)
  return names.map((name) => `${String(name)} ${textsIn(Reflect.get(value, name), seen)}`).join(' ')
}

const tickets: string[] = []
const faulty: [how: string, make: (endpoint: string) => ProfileImageBackend][] = [
  [
    'a backend of the app throws',
    (endpoint) => ({
      ...createBackend({ endpoint }),
      async confirm(ticket) {
        tickets.push(ticket)
        throw clientError({ url: `${endpoint}/confirm`, data: { ticket } })
      },
    }),
  ],
  [
    'the fetch of the app throws',
    (endpoint) =>
      createBackend({
        endpoint,
        async fetch(url, init) {
          const request = new Request(url, init)
          if (!request.url.endsWith('/confirm')) return fetch(request)
          const body = await request.text()
          tickets.push(JSON.parse(body).ticket)
          throw clientError({ url: request.url, data: body })
        },
      }),
  ],
]

describe('T-17: an error that holds its request', () => {
  test.each(faulty)('(%s) leaves no ticket in the state, the cache or the callbacks', async (_, make) => {
    tickets.length = 0
    const client = new QueryClient()
    const seen: string[] = []
    client.getMutationCache().subscribe((event) => seen.push(textsIn(event.mutation?.state)))
    const onError = vi.fn<(error: AnyUploadError) => void>((error) => seen.push(textsIn(error)))
    const { uploader, phase } = renderUploader({ endpoint: make(real().endpoint), onError }, client)
    const upload = uploader().uploadAsync(await picture())
    await endOf(upload)
    await upload.catch((error: unknown) => seen.push(textsIn(error)))
    await phase('error')
    seen.push(textsIn(uploader().state), textsIn(uploader().error), JSON.stringify(uploader().error))

    const [ticket] = tickets
    if (ticket === undefined) throw new Error('No ticket was seen.')
    // The search must be able to find what was thrown, and the error must have come everywhere.
    expect(textsIn(clientError({ url: '', data: { ticket } }))).toContain(ticket)
    expect(onError).toHaveBeenCalledOnce()
    expect(seen.filter((texts) => texts.includes('UploadError')).length).toBeGreaterThan(4)
    expect(seen.filter((texts) => texts.includes(ticket))).toEqual([])
  })
})

test('T-17: a removal and its undo leave no ticket in the state, the caches, what is dehydrated or an error', async () => {
  const { endpoint } = real()
  const client = new QueryClient()
  const seen: string[] = []
  const look = () => {
    seen.push(textsIn(client.getMutationCache().getAll()), textsIn(client.getQueryCache().getAll()))
    seen.push(JSON.stringify(dehydrate(client, { shouldDehydrateMutation: () => true })))
  }
  client.getMutationCache().subscribe(look)
  const sent: string[] = []
  const answers = async (url: string, body: unknown) => {
    if (!url.endsWith('/confirm')) return Response.json({ undoTicket: 'undo-canary' })
    sent.push(String(body))
    if (sent.length === 1) throw clientError({ url, data: body })
    const error = { code: 'ticket-invalid', requestId: 'r-1', reason: String(body) }
    return Response.json({ error }, { status: 404 })
  }
  const backend = createBackend({ endpoint, fetch: (url, init) => answers(new Request(url).url, init?.body) })
  const onError = vi.fn<(error: AnyUploadError) => void>((error) => seen.push(textsIn(error)))
  const { uploader, phase } = renderUploader({ endpoint: backend, src: '/saved.png', onError }, client)
  uploader().remove()
  await phase('removed')
  seen.push(textsIn(uploader()))
  uploader().undo()
  await phase('error')
  look()
  seen.push(textsIn(uploader()))

  // It went where it has to go, and the search has looked at what is there.
  expect(sent).toEqual(['{"ticket":"undo-canary"}', '{"ticket":"undo-canary"}'])
  expect(onError).toHaveBeenCalledOnce()
  expect(seen.filter((texts) => texts.includes('profile-image')).length).toBeGreaterThan(4)
  expect(seen.filter((texts) => texts.includes('removed')).length).toBeGreaterThan(1)
  expect(seen.filter((texts) => texts.includes('canary'))).toEqual([])
})
