import { describe, expect, inject, test } from 'vitest'
import { imageRules } from '../../../src/contract/image-rules.ts'
import { isUploadError } from '../../../src/contract/upload-error.ts'
import { createBackend } from '../../../src/upload/steps/backend.ts'
import { systemClock } from '../../../src/upload/retry/clock.ts'
import { browserConnection } from '../../../src/upload/retry/connection.ts'
import { createNetworkSteps } from '../../../src/upload/steps/network-steps.ts'
import { type PictureRef, preparePicture } from '../../../src/upload/steps/prepare-picture.ts'
import { moment, type SealedGrant, sealGrant } from '../../../src/upload/steps/presigned-url.ts'
import { createSendObject } from '../../../src/upload/steps/send-object.ts'
import { refusedPicture, type RefusedPut } from './refused-put.ts'

// The table of docs/errors.md, measured: real storages, the engine's own steps, and whichever browser runs this.

const steps = createNetworkSteps({
  backend: () => createBackend({ endpoint: '/api' }),
  send: createSendObject(),
  clock: systemClock,
  connection: browserConnection,
})

/** How a PUT ends: `sent`, or the code of its error, whether or not that ends the upload. */
async function endOf({
  url,
  headers,
  ageMs,
}: Pick<RefusedPut, 'url' | 'headers' | 'ageMs'>): Promise<string> {
  const now = moment(systemClock)
  const requestedAt = { monotonicMs: now.monotonicMs - ageMs, wallMs: now.wallMs - ageMs }
  const upload = { url, headers, expiresInSeconds: 300 }
  const grant = sealGrant({ ticket: 'ticket', id: 'upload-1', upload }, requestedAt)
  const picture = await preparePicture(refusedPicture(), imageRules())
  const first = await send(picture, grant)
  return first === 'network' ? send(picture, grant) : first
}

async function send(picture: PictureRef, grant: SealedGrant): Promise<string> {
  const { signal } = new AbortController()
  try {
    const end = await steps.send({ picture, grant }, { signal, onProgress() {} })
    return 'error' in end && end.error !== null ? end.error.code : end.outcome
  } catch (error) {
    if (isUploadError(error)) return error.code
    throw error
  }
}

const refusedPuts = inject('refusedPuts')
const isWebKit = /AppleWebKit\/(?!.*Chrome\/)/.test(navigator.userAgent)

describe.each(['the strict S3', 'Ceph RGW', 'LocalStack'] as const)('T-60: %s', (storage) => {
  const puts = refusedPuts.filter((put) => put.storage === storage)
  const canBeAbsent = storage !== 'the strict S3'
  // By `npm run test:s3`, `test:firefox` and `test:webkit`.
  test.skipIf(canBeAbsent && puts.length === 0)('is running', () => expect(puts).not.toEqual([]))

  test.each(puts)('refuses a PUT because of $cause: $end', async (put) => {
    expect([put.end, ...(isWebKit ? [put.orInWebKit] : [])]).toContain(await endOf(put))
  })
})

describe('T-60: an answer that the page may not read, or none', () => {
  const origin = inject('storageOrigin')
  const headers = { 'content-type': 'image/png', 'if-none-match': '*', 'x-amz-checksum-sha256': 'c2hh' }
  test.each([
    { what: 'a connection that breaks at the first byte', url: `${origin}/reset/a`, end: 'network' },
    { what: 'a connection that breaks after the last byte', url: `${origin}/reset-at-end/b`, end: 'network' },
    { what: 'a refusal after the last byte', url: `${origin}/refuse-without-cors/c`, end: 'network' },
    { what: 'nobody who listens', url: `${inject('closedOrigin')}/d`, end: 'network' },
    { what: 'a redirect', url: `${origin}/redirect/e`, end: 'redirected' },
    // A wrong guess, and the documentation says so.
    { what: 'a preflight that breaks, twice', url: `${origin}/break-preflight/f`, end: 'cors' },
  ])('$what: $end', async ({ url, end }) => {
    expect(await endOf({ url, headers, ageMs: 0 })).toBe(end)
  })

  // Chromium hides this one so well that it may look like a preflight that was refused.
  test('a redirect without CORS headers: network or cors', async () => {
    const url = `${origin}/redirect-without-cors/g`
    expect(await endOf({ url, headers, ageMs: 0 })).toMatch(/^(network|cors)$/)
  })
})
