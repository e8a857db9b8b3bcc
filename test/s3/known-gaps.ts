import type { TestContext } from 'vitest'
import { SERVER } from './target.ts'

/** What a server is known to lack, by the id of the behaviour, with the reason that the report shows. */
const KNOWN_GAPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // The strict S3 of src/testing: what it does not do it answers with 501, or says in its documentation.
  memory: {
    'profile.etag': 'the strict S3 knows no If-Match',
    'tag.put': 'the strict S3 knows no tags: nothing here uses them',
    'tag.api': 'the strict S3 knows no tags: nothing here uses them',
    copy: 'the strict S3 knows no CopyObject: promotion is a conditional PUT',
    'copy.ifmatch': 'the strict S3 knows no CopyObject: promotion is a conditional PUT',
    'copy.inm': 'the strict S3 knows no CopyObject: promotion is a conditional PUT',
    'policy.anon': 'the strict S3 lets nobody in by a policy: what is public is said when it is made',
  },
  // Ceph RGW 16.2.15, as Debian 12 has it.
  ceph: {
    'sig.future': 'RGW accepts an X-Amz-Date in the future',
    'sig.maxttl': 'RGW answers 403 AccessDenied rather than 400 to an X-Amz-Expires over a week',
    'sig.region': 'RGW accepts any region in the credential scope',
    'hdr.unsigned.amz': 'RGW accepts x-amz-* headers that are not signed',
    'cks.mismatch': 'RGW 16 signs the SHA-256 header, but does not compare it with the body',
    'cks.stored': 'RGW 16 keeps no checksums',
    'cors.error': 'RGW answers a refused signature without CORS headers',
    'policy.bad': 'RGW takes a policy without statements',
    'policy.resource': 'RGW takes a policy for another bucket',
    'policy.sigage': 'RGW keeps s3:signatureAge, and does not enforce it',
    'block.default': 'RGW has no public access block on a new bucket',
    'copy.ifmatch': 'RGW ignores the conditions of a copy',
    'copy.inm': 'RGW ignores the conditions of a copy',
  },
  // LocalStack 4.14.0, the last release that needs no account, with S3_SKIP_SIGNATURE_VALIDATION=0.
  localstack: {
    'sig.badkey': 'LocalStack takes any access key id with the secret "test"',
    'sig.header': 'LocalStack checks the signatures of presigned URLs alone, and not those in a header',
    'sig.anon': 'LocalStack lets anybody do anything without a signature',
    'sig.future': 'LocalStack accepts an X-Amz-Date in the future',
    'sig.maxttl': 'LocalStack accepts an X-Amz-Expires over a week',
    'sig.region': 'LocalStack accepts any region in the credential scope',
    'sig.query.twice': 'LocalStack reads the first of two equal parameters, and does not mind the second',
    'list.scripts':
      'LocalStack compares encoded keys with the one to start after: keys beyond ASCII get lost',
    'lifecycle.bad': 'LocalStack takes rules with an unknown status',
    'policy.bad': 'LocalStack takes a policy without statements',
    'policy.resource': 'LocalStack takes a policy for another bucket',
    'policy.anon': 'LocalStack keeps policies, enforces none, and lets anybody read anything',
    'policy.sigage': 'LocalStack keeps policies, and enforces none',
    'block.policy': 'LocalStack keeps the public access block without effect',
    'removed.private': 'LocalStack lets anybody read anything',
    'prepare.block': 'LocalStack keeps the public access block without effect',
    'prepare.keys': 'LocalStack checks the signatures of presigned URLs alone, and not those in a header',
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
