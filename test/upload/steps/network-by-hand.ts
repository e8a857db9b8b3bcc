import { vi } from 'vitest'
import { imageRules } from '../../../src/contract/image-rules.ts'
import type { ProfileImageBackend } from '../../../src/upload/steps/profile-image-backend.ts'
import type { Connection } from '../../../src/upload/retry/connection.ts'
import { createNetworkSteps } from '../../../src/upload/steps/network-steps.ts'
import { preparePicture } from '../../../src/upload/steps/prepare-picture.ts'
import { moment, type SealedGrant, sealGrant } from '../../../src/upload/steps/presigned-url.ts'
import { type SealedUndo, sealUndo } from '../../../src/upload/steps/sealed-undo.ts'
import type { SendObject } from '../../../src/upload/steps/send-object.ts'
import { createFakeConnection } from '../fake-connection.ts'
import { createFakeClock } from '../fake-clock.ts'
import { pictureFile, publicImage, uploadGrant } from '../samples.ts'

/** What the world does. Default: all goes well, and the storage answers no probe. */
export type World = Partial<
  Required<Pick<ProfileImageBackend, 'requestUrl' | 'confirm' | 'remove'>> & Connection
> & {
  send?: SendObject
}

/** The steps over ports that do what a test says, with a picture and a grant to give them. */
export async function networkByHand(world: World = {}) {
  const clock = createFakeClock()
  const requestUrl = vi.fn<ProfileImageBackend['requestUrl']>(world.requestUrl ?? (async () => uploadGrant()))
  const confirm = vi.fn<ProfileImageBackend['confirm']>(
    world.confirm ?? (async () => publicImage('upload-1')),
  )
  const remove = vi.fn<NonNullable<ProfileImageBackend['remove']>>(
    world.remove ?? (async () => ({ undoTicket: 'undo-canary' })),
  )
  const send = vi.fn<SendObject>(
    world.send ?? (async () => ({ status: 200, headers: new Headers(), body: '' })),
  )
  const isReachable = vi.fn<Connection['isReachable']>(world.isReachable ?? (async () => false))
  const steps = createNetworkSteps({
    backend: () => ({ scope: 'test', requestUrl, confirm, remove }),
    send,
    clock,
    connection: { ...createFakeConnection(isReachable), isOnline: world.isOnline ?? (() => true) },
  })

  const picture = await preparePicture(pictureFile(), imageRules())
  const grant = sealGrant(uploadGrant(), moment(clock))
  const controller = new AbortController()
  const { signal } = controller
  return {
    clock,
    ports: { requestUrl, confirm, remove, send, isReachable },
    grant,
    controller,
    requestUrl: (renew: SealedGrant | null = null) => steps.requestUrl({ picture, renew }, { signal }),
    send: (onProgress = (_sentBytes: number, _totalBytes: number) => {}) =>
      steps.send({ picture, grant }, { signal, onProgress }),
    confirm: () => steps.confirm({ grant }, { signal }),
    remove: () => steps.remove(undefined, { signal }),
    undo: (undo: SealedUndo = sealUndo('undo-canary')) => steps.confirm({ undo }, { signal }),
  }
}

export function rejects(error: Error): () => Promise<never> {
  return async () => {
    throw error
  }
}
