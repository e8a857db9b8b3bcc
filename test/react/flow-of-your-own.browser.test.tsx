import { MutationObserver, QueryClient, useMutation } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import {
  createBackend,
  createSendObject,
  imageRules,
  type MutationPorts,
  preparePicture,
  profileImageKeys,
  profileImageMutations,
  type SendObject,
} from '../../src/index.ts'
import { forEachOwner } from './each-owner.ts'
import { picture, sha256, strictly } from './render-photo.tsx'

const real = forEachOwner()

/** The steps over the real backend, each run as an app would that has no hook of ours. */
function ownFlow(ports: MutationPorts = {}) {
  const client = new QueryClient()
  const api = createBackend({ endpoint: real().endpoint })
  const requestUrl = new MutationObserver(client, profileImageMutations.requestUrl(api, ports))
  const send = new MutationObserver(client, profileImageMutations.send(api, ports))
  const confirm = new MutationObserver(client, profileImageMutations.confirm(api, ports))
  const grantFor = async (file: File) => {
    const prepared = await preparePicture(file, imageRules())
    const granted = await requestUrl.mutate({ picture: prepared, renew: null })
    if (granted.outcome !== 'granted') throw new Error(`Not granted, but ${granted.outcome}`)
    return { picture: prepared, grant: granted.grant }
  }
  return { client, requestUrl, send, confirm, grantFor }
}

/** The worker that stands for the network here swallows the progress of the browser. */
const sendInHalves: SendObject = (put) => {
  put.onProgress(put.body.size / 2)
  return createSendObject()(put)
}

test('the exported steps save a picture, tell of its progress, and are found by their keys', async () => {
  const backend = real()
  const onProgress = vi.fn<(sentBytes: number, totalBytes: number) => void>()
  const { client, send, confirm, grantFor } = ownFlow({ onProgress, send: sendInHalves })
  const keys: unknown[] = []
  client.getMutationCache().subscribe(({ type, mutation }) => {
    if (type === 'added') keys.push(mutation.options.mutationKey)
  })
  const file = await picture()
  const put = await grantFor(file)
  expect(await send.mutate(put)).toEqual({ outcome: 'sent' })
  const answer = await confirm.mutate({ grant: put.grant })

  expect(answer).toMatchObject({ outcome: 'confirmed', image: { type: 'image/png', sizeBytes: file.size } })
  expect(backend.saved.map((image) => image.sha256)).toEqual([await sha256(file)])
  expect(onProgress).toHaveBeenCalledExactlyOnceWith(file.size / 2, file.size)
  const { endpoint } = backend
  expect(keys).toEqual([
    profileImageKeys.step(endpoint, 'request-url'),
    profileImageKeys.step(endpoint, 'send'),
    profileImageKeys.step(endpoint, 'confirm'),
  ])
})

test('the exported steps remove an image, and bring it back', async () => {
  const backend = real()
  const { client, confirm } = ownFlow()
  const remove = new MutationObserver(
    client,
    profileImageMutations.remove(createBackend({ endpoint: backend.endpoint })),
  )
  backend.answer('remove', () => Response.json({ undoTicket: 'undo-canary' }))
  const answer = await remove.mutate()
  expect(answer).toEqual({ outcome: 'removed', undo: { type: 'undo' } })
  if (answer.outcome !== 'removed' || answer.undo === null) throw new Error('There is no undo.')
  backend.answer('confirm', () => Response.json({ error: { code: 'superseded' } }, { status: 409 }))
  await expect(confirm.mutate({ undo: answer.undo })).rejects.toMatchObject({ code: 'superseded' })
  expect(backend.wire).toEqual(['remove', 'confirm'])
})

test('a step works in useMutation', async () => {
  const api = createBackend({ endpoint: real().endpoint })
  const prepared = await preparePicture(await picture(), imageRules())
  const { result } = renderHook(() => useMutation(profileImageMutations.requestUrl(api)), {
    wrapper: strictly(new QueryClient()),
  })
  result.current.mutate({ picture: prepared, renew: null })
  await waitFor(() => expect(result.current.data).toMatchObject({ outcome: 'granted' }))
})

describe('a signal', () => {
  test.each(['request-url', 'PUT', 'confirm'] as const)(
    'aborts a step that waits for %s, as an outcome',
    async (which) => {
      const backend = real()
      const controller = new AbortController()
      const { requestUrl, send, confirm, grantFor } = ownFlow({ signal: controller.signal })
      const put = await grantFor(await picture())
      const held = backend.hold(which)
      const steps = {
        'request-url': () => requestUrl.mutate({ picture: put.picture, renew: put.grant }),
        PUT: () => send.mutate(put),
        confirm: () => confirm.mutate({ grant: put.grant }),
      }
      const step = steps[which]()
      await held.reached
      controller.abort()
      expect(await step).toEqual({ outcome: 'aborted' })
      held.release()
      expect(backend.saved).toEqual([])
    },
  )
})
