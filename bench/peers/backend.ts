import type { RequestListener } from 'node:http'

/** One that answers requests: `createBackend` of a module in this folder. */
export interface Backend {
  /** The handler alone; absent where there is no such thing. */
  handle?: (request: Request) => Promise<Response>
  /** The same behind `node:http`. */
  listener: RequestListener
  /** Makes uploads whose pictures have arrived: resolves with the bodies of their confirms. */
  stage?: (count: number) => Promise<string[]>
}

// What all of them sign for.
export const BUCKET = 'pictures'
export const REGION = 'eu-central-1'
export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'a secret of this benchmark',
}
export const URL_EXPIRES_IN_SECONDS = 300
export const PICTURE_SIZE_BYTES = 30_000
