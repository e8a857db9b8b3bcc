import { MutationCache, onlineManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createBackend, profileImageKeys, profileImageQuery, type PublicImage } from '../../../src/index.ts'
import { forEachOwner } from '../each-owner.ts'
import { picture, renderPhoto } from '../render-photo.tsx'
import { endOf, renderUploader } from '../render-uploader.tsx'

const real = forEachOwner()
afterEach(() => onlineManager.setOnline(true))

const never = () => new Promise<never>(() => {})
const signatureMismatch = () =>
  new Response('<Error><Code>SignatureDoesNotMatch</Code></Error>', { status: 403 })

describe('what the app set for all mutations changes nothing', () => {
  test('retries and times: one PUT, no retry, one report of an error, nothing left in the cache', async () => {
    const backend = real()
    const onError = vi.fn<(error: Error) => void>()
    const client = new QueryClient({
      defaultOptions: { mutations: { retry: 3, retryDelay: 1, gcTime: Infinity, onError } },
    })
    const photo = renderPhoto({ endpoint: backend.endpoint }, client)
    backend.answer('PUT', signatureMismatch)
    photo.choose(await picture())
    await photo.alert('Error: We could not upload your photo. Try again. Try again is available.')
    expect(backend.wire).toEqual(['request-url', 'PUT'])
    expect(onError).toHaveBeenCalledOnce()
    await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]))
  })

  test('onError: a cancel is no error for it', async () => {
    const backend = real()
    const onError = vi.fn<(error: Error) => void>()
    const client = new QueryClient({ defaultOptions: { mutations: { onError } } })
    const photo = renderPhoto({ endpoint: backend.endpoint }, client)
    const held = backend.hold('request-url')
    photo.choose(await picture())
    await held.reached
    photo.button('Cancel').click()
    await photo.phase('idle')
    held.release()
    await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]))
    expect(onError).not.toHaveBeenCalled()
  })

  test('pausing while TanStack thinks that it is offline: the steps run', async () => {
    const backend = real()
    const { uploader } = renderUploader({ endpoint: backend.endpoint })
    onlineManager.setOnline(false)
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('saved')
  })

  test('a scope: the steps do not queue behind a mutation of the app, where a persister would keep them', async () => {
    const backend = real()
    const client = new QueryClient({ defaultOptions: { mutations: { scope: { id: 'one at a time' } } } })
    const ofTheApp = client.getMutationCache().build(client, { mutationFn: never })
    void ofTheApp.execute(undefined)
    const { uploader } = renderUploader({ endpoint: backend.endpoint }, client)
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('saved')
  })

  const throwing = () => {
    throw new Error('a mistake of the app')
  }
  test.each([
    ['onMutate that throws', { onMutate: throwing }],
    ['onMutate that never ends', { onMutate: never }],
    ['onSuccess that throws', { onSuccess: throwing }],
    ['onSuccess that never ends', { onSuccess: never }],
    // TanStack calls it again with that mistake, and reports a second one as unhandled by itself.
    ['onSettled that throws', { onSettled: (_: unknown, error: unknown) => (error ? null : throwing()) }],
    ['onSettled that never ends', { onSettled: never }],
  ])('an %s: saved, told, written, settled', async (_, config) => {
    const backend = real()
    const client = new QueryClient({ mutationCache: new MutationCache(config) })
    const onImageChange = vi.fn<(image: PublicImage | null) => void>()
    const { uploader, phase } = renderUploader({ endpoint: backend.endpoint, onImageChange }, client)
    const image = await uploader().uploadAsync(await picture())
    await phase('success')
    expect(backend.saved.map(({ id }) => id)).toEqual([image.id])
    expect(onImageChange).toHaveBeenCalledExactlyOnceWith(image, 'uploaded')
    expect(client.getQueryData(profileImageKeys.current(backend.endpoint))).toEqual(image)
  })

  test('an onError that never ends: the error is shown, and can be retried', async () => {
    const backend = real()
    const client = new QueryClient({ mutationCache: new MutationCache({ onError: never }) })
    const { uploader, phase } = renderUploader({ endpoint: backend.endpoint }, client)
    backend.answer('PUT', signatureMismatch)
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('signature-mismatch')
    await phase('error')
    uploader().retry()
    await phase('success')
  })
})

describe('the query of the current image', () => {
  test('is written after a save, for everyone who reads it', async () => {
    const { endpoint } = real()
    const { uploader, client } = renderUploader({ endpoint })
    const observer = new QueryObserver(client, { ...profileImageQuery({ endpoint }), enabled: false })
    const seen = vi.fn<(url: string | undefined) => void>()
    const unsubscribe = observer.subscribe(({ data }) => seen(data?.url))
    const image = await uploader().uploadAsync(await picture())
    await waitFor(() => expect(seen).toHaveBeenLastCalledWith(image.url))
    unsubscribe()
  })

  test.each(['with an image in the cache', 'with an empty cache'])(
    'that was in flight when an image was saved does not bring the old one back, %s',
    async (cached) => {
      const backend = real()
      const { endpoint } = backend
      const { uploader, client } = renderUploader({ endpoint })
      const query = profileImageQuery({ endpoint })
      if (cached === 'with an image in the cache') await uploader().uploadAsync(await picture('#111'))

      // Answers what was saved when it was asked, and only when the upload is over.
      const old = await createBackend({ endpoint }).current?.({ signal: new AbortController().signal })
      const held = backend.hold('current', () => Response.json(old))
      const observer = new QueryObserver(client, { ...query, refetchOnMount: 'always' })
      const unsubscribe = observer.subscribe(() => {})
      await held.reached
      const image = await uploader().uploadAsync(await picture('#eee'))
      held.release()
      await new Promise((resolve) => setTimeout(resolve, 50))

      expect(observer.getCurrentResult()).toMatchObject({
        status: 'success',
        fetchStatus: 'idle',
        data: { url: image.url },
      })
      unsubscribe()
      const refetched = await client.fetchQuery({ ...query, staleTime: 0 })
      expect(refetched?.url).toBe(image.url)
    },
  )
})
