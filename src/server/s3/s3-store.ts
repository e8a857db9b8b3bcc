import { sha256, toHex } from '../crypto/bytes.ts'
import type { ObjectHeaders, ObjectStore } from '../object-store.ts'
import { readList } from './read-list.ts'
import { s3Address } from './address.ts'
import { createS3Clock } from './clock.ts'
import { s3Config, type S3StoreOptions } from './options.ts'
import { presign } from './presign.ts'
import { uploadHeaders } from './profile.ts'
import { requestS3, type S3Answer, type S3Call } from './request.ts'
import { signerSource } from './signer.ts'

const METADATA = 'x-amz-meta-'

/**
 * A bucket of S3, or of a server that speaks it; what such a one keeps of the promises of S3 says its `profile`.
 *
 * @throws {TypeError} for an option that is missing or makes no sense; the message names the fix.
 */
export function s3Store(options: S3StoreOptions): ObjectStore {
  const store = quietS3Store(options)
  const { bucket, profile } = s3Config(options)
  if (profile.costs.length > 0) console.warn(`s3Store, bucket ${bucket}: ${profile.costs.join(' ')}`)
  return store
}

/**
 * The same for doctor, which opens many, and says in its report what the profile costs.
 *
 * @throws {TypeError} as `s3Store`.
 */
export function quietS3Store(options: S3StoreOptions): ObjectStore {
  const config = s3Config(options)
  const { bucket, region, endpoint, prefix, profile } = config
  const clock = createS3Clock(config.now)
  const signer = signerSource(options.credentials, region, clock.now)
  const { signingCredentials } = options
  const urlSigner =
    signingCredentials === undefined ? signer : signerSource(signingCredentials, region, clock.now)
  const address = s3Address(config)
  const bucketAddress = s3Address({ ...config, prefix: '' })
  const browserAddress = s3Address({ ...config, endpoint: config.browserEndpoint })

  const send = (call: S3Call) => requestS3(call, { signer, clock, sleep, fetch: options.fetch ?? fetch })

  function request(method: S3Call['method'], key: string, rest: Partial<S3Call> = {}): Promise<S3Answer> {
    return send({ method, url: address(key), ...rest })
  }

  async function write(
    key: string,
    bytes: Uint8Array,
    { type, cacheControl, metadata }: ObjectHeaders,
    onlyOnce: boolean,
  ): Promise<S3Answer> {
    const body = new Uint8Array(bytes)
    const headers: Record<string, string> = {
      'cache-control': cacheControl,
      'content-type': type,
      // The payload is part of the signature, so that nothing on the way can change it.
      'x-amz-content-sha256': toHex(await sha256(body)),
      ...(onlyOnce && { 'if-none-match': '*' }),
    }
    for (const [name, value] of Object.entries(metadata)) headers[METADATA + name.toLowerCase()] = value
    return request('PUT', key, { headers, body, ...(onlyOnce && { answers: 412 }) })
  }

  async function signFor(
    method: 'GET' | 'PUT',
    key: string,
    headers: Record<string, string>,
    expiresInSeconds: number,
  ): Promise<string> {
    const who = await urlSigner(expiresInSeconds * 1000)
    return presign({ method, url: browserAddress(key), headers }, who, expiresInSeconds)
  }

  async function head(key: string): ReturnType<ObjectStore['head']> {
    const { status, headers } = await request('HEAD', key, {
      // What a server does not know it may refuse.
      headers: profile.bodyHash === 'sha256' ? { 'x-amz-checksum-mode': 'ENABLED' } : {},
      answers: 404,
    })
    if (status === 404) return null
    const etag = (headers.get('etag') ?? '').replaceAll('"', '')
    return {
      sizeBytes: Number(headers.get('content-length')),
      type: headers.get('content-type') ?? '',
      sha256: headers.get('x-amz-checksum-sha256'),
      etag: profile.quotesEtags ? `"${etag}"` : etag,
    }
  }

  return {
    identity: `${endpoint}/${bucket}/${prefix}`,
    createOnly: profile.createOnly,

    async signPut(key, facts, expiresInSeconds) {
      const headers = uploadHeaders(profile, facts)
      // Signed, but not handed out: no page can set it, every browser does.
      const signed = { ...headers, 'content-length': String(facts.sizeBytes) }
      return { url: await signFor('PUT', key, signed, expiresInSeconds), headers, expiresInSeconds }
    },

    signGet: (key, expiresInSeconds) => signFor('GET', key, {}, expiresInSeconds),

    head,

    async read(key) {
      const { status, headers, bytes } = await request('GET', key, { answers: 404 })
      if (status === 404) return null
      return {
        bytes,
        type: headers.get('content-type') ?? '',
        contentEncoding: headers.get('content-encoding') || null,
        metadata: Object.fromEntries(
          [...headers]
            .filter(([name]) => name.startsWith(METADATA))
            .map(([name, value]) => [name.slice(METADATA.length), value]),
        ),
      }
    },

    async create(key, bytes, headers) {
      // As well as can be: who writes in between is written over.
      if (!profile.createOnly && (await head(key)) !== null) return 'already-there'
      const { status } = await write(key, bytes, headers, profile.createOnly)
      return status === 412 ? 'already-there' : 'created'
    },

    async put(key, bytes, headers) {
      await write(key, bytes, headers, false)
    },

    async delete(key) {
      await request('DELETE', key, { answers: 404 })
    },

    async list(keyPrefix, after, limit) {
      const keys: string[] = []
      for (;;) {
        const url = bucketAddress('')
        url.search = new URLSearchParams({
          'list-type': '2',
          prefix: prefix + keyPrefix,
          'start-after': keys.at(-1) ?? prefix + after,
          'max-keys': String(limit - keys.length),
          // XML cannot hold every character that a key can.
          'encoding-type': 'url',
        }).toString()
        const { bytes } = await send({ method: 'GET', url })
        const page = readList(new TextDecoder().decode(bytes))
        keys.push(...page.keys)
        // A page may be shorter than what was asked for, and still not be the last one.
        const isLast = !page.isTruncated || page.keys.length === 0
        if (isLast || keys.length >= limit) return keys.map((key) => key.slice(prefix.length))
      }
    },
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
