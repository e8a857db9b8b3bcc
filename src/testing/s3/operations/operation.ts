import type { Bucket } from '../bucket.ts'
import type { ReceivedRequest } from '../received-request.ts'
import type { KnownFields } from './refuse-unknown.ts'

/** One call of the S3 API. */
export interface Operation {
  /** As the S3 API names it. */
  readonly name: string
  readonly knows: KnownFields
  /** @throws {S3Error} */
  run(request: ReceivedRequest, bucket: Bucket): Response | Promise<Response>
}
