import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProfileImageHandler, s3Store } from '../../../src/server/index.ts'
import { createStrictS3 } from '../../../src/testing/index.ts'
import { type Listener, listen } from '../../../src/testing/node.ts'
import { createBackend, grantOf, PICTURE, SECRET } from '../backend.ts'
import { memoryStore, sha256Of } from '../memory-store.ts'

const FACTS = { type: 'image/jpeg', sizeBytes: PICTURE.length, sha256: sha256Of(PICTURE) }

function construct(uploadUrlExpiresInSeconds: number): unknown {
  return createProfileImageHandler({
    store: memoryStore(),
    ticketSecret: SECRET,
    imageUrl: 'https://img.example.com',
    authorize: () => null,
    loadImage: () => null,
    saveImage: () => {},
    uploadUrlExpiresInSeconds,
  })
}

describe('T-11: the life of a URL', () => {
  test.each([119, 901, 3600, 604_800, 0, -300, 300.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'cannot be set to %s s',
    (seconds) => {
      expect(() => construct(seconds)).toThrow(
        new TypeError(
          `createProfileImageHandler: uploadUrlExpiresInSeconds must be an integer from 120 to 900, not ${seconds}.`,
        ),
      )
    },
  )

  describe('is what the option says, to the second, by the clock of the storage', () => {
    const clock = { nowMs: 0 }
    const s3 = createStrictS3({
      buckets: [{ name: 'pictures' }],
      credentials: { KEY: 'secret' },
      now: () => clock.nowMs,
    })
    let listener: Listener
    beforeEach(async () => {
      clock.nowMs = Date.parse('2026-03-01T12:00:00Z')
      listener = await listen(s3.fetch)
    })
    afterEach(() => listener.close())

    test.each([
      [undefined, 300],
      [120, 120],
      [900, 900],
    ])('with %s: %i s', async (uploadUrlExpiresInSeconds, seconds) => {
      const now = () => clock.nowMs
      const store = s3Store({
        bucket: 'pictures',
        region: 'us-east-1',
        endpoint: listener.url,
        forcePathStyle: true,
        credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
        now,
      })
      const backend = createBackend({
        store: Object.assign(memoryStore(), store),
        now,
        ...(uploadUrlExpiresInSeconds !== undefined && { uploadUrlExpiresInSeconds }),
      })
      const [used, late] = [
        grantOf(await backend.requestUrl(FACTS)),
        grantOf(await backend.requestUrl(FACTS)),
      ]
      expect([used, late].map(({ upload }) => upload.expiresInSeconds)).toEqual([seconds, seconds])
      const put = ({ upload: { url, headers } }: typeof used) =>
        fetch(url, { method: 'PUT', headers, body: new Uint8Array(PICTURE) })
      clock.nowMs += seconds * 1000
      expect((await put(used)).status).toBe(200)
      clock.nowMs += 1
      const refused = await put(late)
      expect([refused.status, await refused.text()]).toEqual([
        403,
        expect.stringContaining('Request has expired'),
      ])
    })
  })
})
