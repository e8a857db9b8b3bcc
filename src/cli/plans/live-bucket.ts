import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { UploadError } from '../../contract/upload-error.ts'
import { utf8 } from '../../server/crypto/bytes.ts'
import { s3Address } from '../../server/s3/address.ts'
import { createS3Clock } from '../../server/s3/clock.ts'
import { s3Config, type S3StoreOptions } from '../../server/s3/options.ts'
import { requestS3, type S3Answer, type S3Call } from '../../server/s3/request.ts'
import { signerSource } from '../../server/s3/signer.ts'
import type { BucketDocument, KeptDocument } from './bucket-document.ts'
import { whatToCheck } from './what-to-check.ts'

/** A bucket that is there. */
export interface LiveBucket {
  /**
   * Null: it has none.
   *
   * @throws {UploadError} as `requestS3`.
   */
  read(document: BucketDocument): Promise<KeptDocument | null>
  /** @throws {UploadError} as `requestS3`. */
  write(document: BucketDocument, kept: KeptDocument): Promise<void>
}

type LiveBucketOptions = S3StoreOptions & { fetch: typeof globalThis.fetch }

/** Of lifecycle rules: which objects are too small to be moved. Left out, S3 sets its default. */
const MINIMUM_SIZE = 'x-amz-transition-default-minimum-object-size'

/** @throws {TypeError} as `s3Store`. */
export function liveBucket(options: LiveBucketOptions): LiveBucket {
  const config = s3Config(options)
  const clock = createS3Clock(config.now)
  const signer = signerSource(options.credentials, config.region, clock.now)
  const address = s3Address({ ...config, prefix: '' })
  const { fetch } = options

  async function send(document: BucketDocument, call: Omit<S3Call, 'url'>): Promise<S3Answer> {
    const url = address('')
    url.search = document
    try {
      return await requestS3({ ...call, url }, { signer, clock, sleep, fetch })
    } catch (error) {
      if (!(error instanceof UploadError) || !(error.cause instanceof Error)) throw error
      const { message } = error.cause
      // An operator has to know which right is missing.
      const told = `${document}: ${message}${whatToCheck(message, document, call.method)}`
      throw new UploadError(error.code, { cause: new Error(told) })
    }
  }

  return {
    async read(document) {
      const { status, headers, bytes } = await send(document, { method: 'GET', answers: 404 })
      if (status === 404) return null
      const minimumSize = headers.get(MINIMUM_SIZE)
      return {
        text: new TextDecoder().decode(bytes),
        headers: minimumSize === null ? {} : { [MINIMUM_SIZE]: minimumSize },
      }
    },

    async write(document, { text, headers }) {
      const body = utf8(text)
      const digest = (algorithm: string) => createHash(algorithm).update(body)
      await send(document, {
        method: 'PUT',
        headers: {
          ...headers,
          'content-type': document === 'policy' ? 'application/json' : 'application/xml',
          // AWS demands one of them, and older servers know the older one alone.
          'content-md5': digest('md5').digest('base64'),
          'x-amz-checksum-sha256': digest('sha256').digest('base64'),
          'x-amz-content-sha256': digest('sha256').digest('hex'),
        },
        body,
      })
    },
  }
}
