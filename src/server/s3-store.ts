import { sha256, toHex } from './bytes.ts'
import type { ObjectStore } from './object-store.ts'
import { s3Address } from './s3-address.ts'
import { credentialsSource } from './s3-credentials.ts'
import { s3Config, type S3StoreOptions } from './s3-options.ts'
import { presign } from './s3-presign.ts'
import { requestS3, type S3Answer, type S3Call } from './s3-request.ts'

const METADATA = 'x-amz-meta-'

/**
 * A bucket of S3, or of a server that speaks it and knows conditional writes.
 *
 * @throws {TypeError} for an option that is missing or makes no sense; the message names the fix.
 */
export function s3Store(options: S3StoreOptions): ObjectStore {
  const config = s3Config(options)
  const { bucket, region, endpoint, prefix, now } = config
  const credentials = credentialsSource(options.credentials, now)
  const address = s3Address(config)
  const browserAddress = s3Address({ ...config, endpoint: config.browserEndpoint })

  function request(method: S3Call['method'], key: string, rest: Partial<S3Call> = {}): Promise<S3Answer> {
    return requestS3({ method, url: address(key), ...rest }, { region, credentials, now, sleep })
  }

  async function signFor(
    method: 'GET' | 'PUT',
    key: string,
    headers: Record<string, string>,
    expiresInSeconds: number,
  ): Promise<string> {
    const identity = await credentials(expiresInSeconds * 1000)
    const url = browserAddress(key)
    return presign({ method, url, headers, expiresInSeconds, credentials: identity, region, nowMs: now() })
  }

  return {
    identity: `${endpoint}/${bucket}/${prefix}`,

    async signPut(key, { type, sizeBytes, sha256: checksum }, expiresInSeconds) {
      const headers = { 'content-type': type, 'if-none-match': '*', 'x-amz-checksum-sha256': checksum }
      // Signed, but not handed out: no page can set it, every browser does.
      const signed = { ...headers, 'content-length': String(sizeBytes) }
      return { url: await signFor('PUT', key, signed, expiresInSeconds), headers, expiresInSeconds }
    },

    signGet: (key, expiresInSeconds) => signFor('GET', key, {}, expiresInSeconds),

    async head(key) {
      const { status, headers } = await request('HEAD', key, {
        headers: { 'x-amz-checksum-mode': 'ENABLED' },
        answers: 404,
      })
      if (status === 404) return null
      return {
        sizeBytes: Number(headers.get('content-length')),
        type: headers.get('content-type') ?? '',
        sha256: headers.get('x-amz-checksum-sha256'),
        etag: (headers.get('etag') ?? '').replaceAll('"', ''),
      }
    },

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

    async create(key, bytes, { type, cacheControl, metadata }) {
      const body = new Uint8Array(bytes)
      const headers: Record<string, string> = {
        'cache-control': cacheControl,
        'content-type': type,
        'if-none-match': '*',
        // The payload is part of the signature, so that nothing on the way can change it.
        'x-amz-content-sha256': toHex(await sha256(body)),
      }
      for (const [name, value] of Object.entries(metadata)) headers[METADATA + name] = value
      const { status } = await request('PUT', key, { headers, body, answers: 412 })
      return status === 412 ? 'already-there' : 'created'
    },

    async delete(key) {
      await request('DELETE', key, { answers: 404 })
    },
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
