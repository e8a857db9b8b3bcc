import { describe, expect, test } from 'vitest'
import { bucketSetup } from '../../src/bucket-setup/index.ts'
import { UPLOAD_HEADERS } from '../../src/contract/messages.ts'
import { s3Store } from '../../src/server/index.ts'
import { createStrictS3 } from '../../src/testing/index.ts'
import { jpeg } from '../picture/samples.ts'
import { createBackend, grantOf, imageOf, PICTURE, undoTicketOf } from '../server/backend.ts'
import { memoryStore, sha256Of } from '../server/memory-store.ts'
import { callOf, judge, type S3Call } from './s3-call.ts'

// Every request that the real handler, and the browser by its URLs, send to S3 in the life of an image, against the
// policies of the roles.

const BUCKET = 'pictures'

/** Requests, each with what S3 has answered, in their order. */
async function record(prefix: string): Promise<{ call: Omit<S3Call, 'by'>; status: number }[]> {
  const recorded: { call: Omit<S3Call, 'by'>; status: number }[] = []
  let nowMs = Date.parse('2026-03-01T12:00:00Z')
  const s3 = createStrictS3({
    buckets: [{ name: BUCKET }],
    credentials: { KEY: 'secret' },
    now: () => nowMs,
  })
  async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const call = callOf(request, BUCKET, nowMs)
    const response = await s3.fetch(request)
    recorded.push({ call, status: response.status })
    return response
  }
  const store = s3Store({
    bucket: BUCKET,
    region: 'us-east-1',
    prefix,
    endpoint: 'https://s3.example.com',
    forcePathStyle: true,
    credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' },
    fetch: send,
    now: () => nowMs,
  })
  const backend = createBackend({
    store: Object.assign(memoryStore(), store),
    maxPending: 50,
    now: () => (nowMs += 1),
  })
  const put = ({ upload }: { upload: { url: string; headers: Record<string, string> } }, bytes: Uint8Array) =>
    send(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(bytes) })
  const request = async (bytes: Uint8Array) =>
    grantOf(
      await backend.requestUrl({ type: 'image/jpeg', sizeBytes: bytes.length, sha256: sha256Of(bytes) }),
    )

  // An upload that is confirmed twice, and whose URL is tried once more.
  const first = await request(PICTURE)
  await backend.confirm(first.ticket)
  grantOf(await backend.requestUrl({ renew: first.ticket }))
  await put(first, PICTURE)
  imageOf(await backend.confirm(first.ticket))
  imageOf(await backend.confirm(first.ticket))
  await put(first, PICTURE)
  // One that replaces it, then a removal, and its undo.
  const other = await jpeg({ width: 48, height: 48 })
  const second = await request(other)
  await put(second, other)
  imageOf(await backend.confirm(second.ticket))
  imageOf(await backend.confirm(undoTicketOf(await backend.remove())))
  // Revoked before its PUT, after it, and too late.
  const early = await request(PICTURE)
  expect(await backend.handler.revoke(early.ticket)).toBe('revoked')
  await put(early, PICTURE)
  const late = await request(PICTURE)
  await put(late, PICTURE)
  expect(await backend.handler.revoke(late.ticket)).toBe('revoked')
  expect(await backend.handler.revoke(second.ticket)).toBe('revoked')
  // A removal that was cut off after saving, which the next one finds.
  backend.column.clear()
  await backend.remove()
  // And a private image that is shown.
  await send(await store.signGet(backend.saved[0]?.key ?? '', 900))
  return recorded
}

describe.each(['', 'team-a/users'])('in the folder "%s"', async (prefix) => {
  const calls = await record(prefix)
  const setup = bucketSetup({
    bucket: BUCKET,
    origins: ['https://app.example.com'],
    prefix,
    images: 'presigned',
  })

  test.each(calls.map(({ call, status }, index) => ({ index, call, status })))(
    '$index: $call.auth $call.action $call.key is allowed by exactly one role',
    ({ call }) => {
      const rolesThatMay = (['signer', 'promoter'] as const).filter(
        (by) => judge(setup, BUCKET, { ...call, by }).isAllowed,
      )
      expect(rolesThatMay).toEqual([call.auth === 'url' ? 'signer' : 'promoter'])
    },
  )

  test('S3 has found every signature right', () => {
    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200, 204, 404, 412]))
  })

  test('every right of the roles is used: what is allowed is what is needed', () => {
    const used = new Set(
      calls.map(({ call: { auth, action, key, prefix: listed } }) =>
        [auth, action, (listed ?? key ?? '').slice(prefix === '' ? 0 : prefix.length + 1).split('/')[0]].join(
          ' ',
        ),
      ),
    )
    expect([...used].toSorted()).toEqual([
      'header s3:DeleteObject avatars',
      'header s3:GetObject avatars',
      'header s3:GetObject removed',
      'header s3:GetObject staging',
      'header s3:ListBucket avatars',
      'header s3:ListBucket staging',
      'header s3:PutObject avatars',
      'header s3:PutObject removed',
      'header s3:PutObject staging',
      'url s3:GetObject avatars',
      'url s3:PutObject staging',
    ])
    const granted = [setup.signerPolicy, setup.promoterPolicy].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action = [], Resource, Condition }) => {
        const listed = Object.values(Condition ?? {}).flatMap((keys) => keys['s3:prefix'] ?? [])
        const targets = Action.includes('s3:ListBucket') ? listed : Resource
        return Action.flatMap((action) => targets.map((target) => `${action} ${target}`))
      }),
    )
    expect(granted).toHaveLength(used.size)
  })

  test('the browser sends what the CORS rule names, and Content-Length', () => {
    const sent = calls
      .filter(({ call }) => call.auth === 'url' && call.action === 's3:PutObject')
      .map(({ call }) => Object.keys(call.headers))
    expect(sent.length).toBeGreaterThan(3)
    for (const names of sent) expect(names.toSorted()).toEqual(UPLOAD_HEADERS)
    expect(setup.cors.CORSRules[0]?.AllowedHeaders).toEqual(UPLOAD_HEADERS)
  })
})
