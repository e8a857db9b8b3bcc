import { expect, inject, test } from 'vitest'
import { imageRules } from '../../src/contract/image-rules.ts'
import { createBackend } from '../../src/upload/backend.ts'
import { systemClock } from '../../src/upload/clock.ts'
import { browserConnection } from '../../src/upload/connection.ts'
import { createNetworkSteps } from '../../src/upload/network-steps.ts'
import { preparePicture } from '../../src/upload/prepare-picture.ts'
import { moment, sealGrant } from '../../src/upload/presigned-url.ts'
import { createSendObject } from '../../src/upload/send-object.ts'
import { pictureFile, uploadGrant } from './samples.ts'

const steps = createNetworkSteps({
  backend: createBackend({ endpoint: '/api' }),
  send: createSendObject(),
  clock: systemClock,
  connection: browserConnection,
})

// Status 0 all of them. What the browser lets a page see differs by engine, so only a real one can tell.
test.each([
  { what: 'a preflight that is refused', url: `${inject('storageOrigin')}/no-cors/silence`, code: 'cors' },
  { what: 'a connection that breaks', url: `${inject('storageOrigin')}/reset/silence`, code: 'network' },
  { what: 'nobody at the other end', url: inject('closedOrigin'), code: 'network' },
])('T-60: $what is told apart as $code, and left to confirm', async ({ url, code }) => {
  const { ticket, id, upload } = uploadGrant()
  const grant = sealGrant({ ticket, id, upload: { ...upload, url } }, moment(systemClock))
  const picture = await preparePicture(pictureFile(), imageRules())
  const { signal } = new AbortController()
  expect(await steps.send({ picture, grant }, { signal, onProgress() {} })).toMatchObject({
    outcome: 'unknown',
    error: { code, step: 'send' },
  })
})
