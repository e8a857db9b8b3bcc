import type { TestContext } from 'vitest'
import { SERVER } from './target.ts'

/** What a server is known to lack, by the id of the behaviour, with the reason that the report shows. */
const KNOWN_GAPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Ceph RGW 16.2.15, as Debian 12 has it.
  ceph: {
    'sig.future': 'RGW accepts an X-Amz-Date in the future',
    'sig.maxttl': 'RGW answers 403 AccessDenied rather than 400 to an X-Amz-Expires over a week',
    'sig.region': 'RGW accepts any region in the credential scope',
    'hdr.unsigned.amz': 'RGW accepts x-amz-* headers that are not signed',
    'cks.mismatch': 'RGW 16 signs the SHA-256 header, but does not compare it with the body',
    'cks.stored': 'RGW 16 keeps no checksums',
    'cors.error': 'RGW answers a refused signature without CORS headers',
  },
}

/** For `beforeEach`: a title of this suite starts with the id of its behaviour and a colon. */
export function skipKnownGap(context: TestContext): void {
  const [id = ''] = context.task.name.split(':')
  const gap = KNOWN_GAPS[SERVER]?.[id]
  context.skip(gap !== undefined, gap)
}

/** What the doctor finds of a good bucket of a server, by the id of the check, with the reason. */
export const DOCTOR_GAPS: Readonly<Record<string, Readonly<Record<'fail' | 'cannot-tell', object>>>> = {
  memory: {
    fail: {},
    'cannot-tell': {
      'signature-age': 'the strict S3 answers 501 to a bucket policy',
      'public-access-block': 'the strict S3 answers 501 to it',
      'lifecycle-staging': 'the strict S3 answers 501 to lifecycle rules',
      'lifecycle-removed': 'the same',
      'lifecycle-multipart': 'the same',
      'lifecycle-versions': 'the strict S3 answers 501 to versioning',
      'object-lock': 'the strict S3 answers 501 to it',
      'requester-pays': 'the strict S3 answers 501 to it',
    },
  },
  ceph: {
    fail: {
      'wrong-bytes': 'RGW 16 signs the SHA-256 header, but does not compare it with the body',
      'unsigned-header': 'RGW accepts x-amz-* headers that are not signed',
      'signature-age': 'RGW 16 stores a policy with s3:signatureAge, and does not act on it',
    },
    'cannot-tell': {},
  },
  localstack: {
    fail: {
      'signature-age': 'LocalStack keeps policies, and enforces none',
      'public-read': 'LocalStack lets anybody do anything without a signature',
      'public-list': 'the same',
      'public-write': 'the same',
    },
    'cannot-tell': {},
  },
}
