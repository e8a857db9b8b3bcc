import { describe, expect, onTestFinished, test } from 'vitest'
import { PICTURE } from './backend.ts'
import { openWholeUpload, type WholeUploadOptions } from './whole-upload.ts'

// What no half of an upload can show alone.

const MINUTE_MS = 60_000

async function open(options?: WholeUploadOptions) {
  const whole = await openWholeUpload(options)
  onTestFinished(() => whole.close())
  return whole
}

test('asks for a URL, puts, and confirms, each once', async () => {
  const { upload, asked, backend } = await open()
  const image = await upload()
  expect(asked).toEqual(['request-url', 'put', 'confirm'])
  expect(backend.saved.map(({ id }) => id)).toEqual([image.id])
})

describe('T-22: an upload that is revoked', () => {
  test.each([
    ['before its PUT', 'put', ['request-url', 'put', 'confirm']],
    ['before its confirm', 'confirm', ['request-url', 'put', 'confirm']],
  ])('%s ends, and nothing more is asked for', async (_, moment, expected) => {
    const { upload, asked, backend, ticket } = await open({
      before: async (step) => step === moment && backend.handler.revoke(ticket()),
    })
    await expect(upload()).rejects.toMatchObject({ code: 'revoked', step: 'confirm', isRetryable: false })
    expect(asked).toEqual(expected)
    expect(backend.saved).toEqual([])
  })

  test('before its URL is renewed ends there', async () => {
    const { upload, asked, backend, ticket, clock } = await open({
      async before(step) {
        if (step !== 'put') return
        await backend.handler.revoke(ticket())
        clock.pass(301_000)
      },
    })
    await expect(upload()).rejects.toMatchObject({ code: 'revoked', step: 'request-url' })
    expect(asked).toEqual(['request-url', 'put', 'request-url'])
    expect(backend.saved).toEqual([])
  })
})

describe('T-14: a server whose clock is wrong, and that has not talked to the storage yet', () => {
  test.each([-20 * MINUTE_MS, -6 * 60 * MINUTE_MS, 20 * MINUTE_MS])(
    '%i ms: the URL that is renewed is right',
    async (serverAheadMs) => {
      const { upload, asked, backend } = await open({ serverAheadMs })
      const image = await upload()
      expect(asked).toEqual(['request-url', 'put', 'request-url', 'put', 'confirm'])
      expect(backend.saved.map(({ id }) => id)).toEqual([image.id])
    },
  )
})

test('T-24: a staging key that is taken is left alone, and the upload starts once more with another', async () => {
  const theirs = new TextEncoder().encode('of somebody else')
  let taken = ''
  const { upload, asked, backend, s3, ticket } = await open({
    async before(step) {
      if (step !== 'put' || taken !== '') return
      const { owner, id } = JSON.parse(Buffer.from(ticket().split('.')[1] ?? '', 'base64url').toString())
      taken = `staging/${owner}/${id}`
      await backend.store.create(taken, theirs, { type: 'image/jpeg', cacheControl: '', metadata: {} })
    },
  })
  const image = await upload()
  expect(asked).toEqual(['request-url', 'put', 'confirm', 'request-url', 'put', 'confirm'])
  expect(taken).not.toContain(image.id)
  expect(s3.objects('pictures').find(({ key }) => key === taken)?.bytes).toEqual(theirs)
  expect(backend.saved.map(({ id }) => id)).toEqual([image.id])
})

describe('T-28: a file name', () => {
  test.each([
    ['with line breaks', 'holiday\r\nx-amz-acl: public-read\r\n.jpg'],
    ['beyond ASCII', 'holiday \u202egpj.\u0000 ünïcödé 🙈.jpg'],
    ['that climbs', '../../holiday/../%2e%2e/.jpg'],
    ['of 64 kB', 'holiday'.repeat(9362)],
  ])('I12: %s reaches no request, no header, no key and no metadata', async (_, name) => {
    const { upload, wire, s3, backend } = await open()
    const { url } = await upload(new File([new Uint8Array(PICTURE)], name, { type: 'text/html' }))
    const objects = s3.objects('pictures')
    expect(objects.map(({ key }) => key.split('/')[0])).toEqual(['staging', 'avatars'])
    const stored = objects.map(({ bytes: _bytes, ...rest }) => rest)
    const everything = JSON.stringify([wire, stored, url, backend.saved, backend.events])
    // It finds what is there, so its silence below means something.
    expect(everything).toContain('request-url')
    // Long enough to be in no signature by chance.
    expect(everything).not.toMatch(/holiday|public-read|\u202e|%2e|text\/html/i)
    expect(objects.at(-1)?.headers).toEqual({
      'cache-control': 'public, max-age=86400',
      'content-type': 'image/jpeg',
    })
  })

  test('that a page sends all the same is refused', async () => {
    const { backend } = await open()
    const body = { type: 'image/jpeg', sizeBytes: 1, sha256: 'A'.repeat(43) + '=', fileName: 'a\r\nb' }
    expect(await backend.requestUrl(body)).toMatchObject({ status: 400 })
  })
})
