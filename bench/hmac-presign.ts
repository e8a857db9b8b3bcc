import { createHmac, hash } from 'node:crypto'
import type { S3Credentials } from '../src/server/index.ts'

export interface HmacPresignOptions {
  host: string
  /** Of the object, with a slash at its start; nothing in it may need escaping. */
  path: string
  /** Lower-case names, in the order of the alphabet, without host. */
  headers: Readonly<Record<string, string>>
  expiresInSeconds: number
  credentials: S3Credentials
  region: string
  /** As SigV4 writes it, e.g. 20260131T235959Z. */
  datetime: string
}

/**
 * The floor under every presigner on Node: one SHA-256 and one HMAC of the moment, everything else known before.
 * Right for this benchmark's plain keys only.
 */
export function createHmacPresign(): (options: HmacPresignOptions) => string {
  const signingKeys = new Map<string, Buffer>()

  return ({ host, path, headers, expiresInSeconds, credentials, region, datetime }) => {
    const date = datetime.slice(0, 8)
    const scope = `${date}/${region}/s3/aws4_request`
    const all: [string, string][] = [...Object.entries(headers), ['host', host]]
    all.sort(([a], [b]) => (a < b ? -1 : 1))
    const signedHeaders = all.map(([name]) => name).join(';')
    const query =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      `&X-Amz-Credential=${encodeURIComponent(`${credentials.accessKeyId}/${scope}`)}` +
      `&X-Amz-Date=${datetime}&X-Amz-Expires=${expiresInSeconds}` +
      `&X-Amz-SignedHeaders=${encodeURIComponent(signedHeaders)}`
    const canonicalHeaders = all.map(([name, value]) => `${name}:${value}\n`).join('')
    const canonical = `PUT\n${path}\n${query}\n${canonicalHeaders}\n${signedHeaders}\nUNSIGNED-PAYLOAD`
    const toSign = `AWS4-HMAC-SHA256\n${datetime}\n${scope}\n${hash('sha256', canonical)}`

    let signingKey = signingKeys.get(scope)
    if (signingKey === undefined) {
      signingKey = ['s3', 'aws4_request'].reduce(
        hmac,
        hmac(hmac(Buffer.from(`AWS4${credentials.secretAccessKey}`), date), region),
      )
      signingKeys.set(scope, signingKey)
    }
    return `https://${host}${path}?${query}&X-Amz-Signature=${hmac(signingKey, toSign).toString('hex')}`
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
