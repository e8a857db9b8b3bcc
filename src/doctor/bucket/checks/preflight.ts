import type { BucketContext } from '../bucket-context.ts'
import { askS3, type S3Reply } from '../s3-reply.ts'

/** The question that a browser asks before the PUT, and whether it would go on after the answer. */
export async function preflight(
  { fetch, right, origin }: BucketContext,
  headers: readonly string[],
  asOrigin: string = origin,
): Promise<{ isAllowed: boolean; reply: S3Reply }> {
  const reply = await askS3(fetch, right.grant.url, {
    method: 'OPTIONS',
    headers: {
      origin: asOrigin,
      'access-control-request-method': 'PUT',
      ...(headers.length > 0 && { 'access-control-request-headers': headers.join(',') }),
    },
  })
  const isAllowed =
    reply.status >= 200 &&
    reply.status < 300 &&
    allowsOrigin(reply, asOrigin) &&
    isListed(reply, 'access-control-allow-methods', 'put') &&
    headers.every((name) => isListed(reply, 'access-control-allow-headers', name))
  return { isAllowed, reply }
}

/** Whether a page of this origin may read the answer. The uploader sends no cookies, so that `*` will do. */
export function allowsOrigin({ headers }: S3Reply, origin: string): boolean {
  const allowed = headers.get('access-control-allow-origin')
  return allowed === origin || allowed === '*'
}

/** Whether a header of an answer lists a name, or everything. */
export function isListed({ headers }: S3Reply, header: string, name: string): boolean {
  const names = (headers.get(header) ?? '').toLowerCase().split(',')
  return names.some((each) => each.trim() === name || each.trim() === '*')
}
