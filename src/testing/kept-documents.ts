import { CHECKSUM_HEADERS, demandChecksum } from './demand-checksum.ts'
import type { Operation } from './operation.ts'
import { S3Error } from './s3-error.ts'

// What S3 keeps of a bucket and this store does not carry out: it is there so that a program that sets up buckets can be
// tested.

interface KeptDocument {
  /** Its name in the query. */
  query: string
  /** Its name in the calls. */
  name: string
  missing: 'NoSuchBucketPolicy' | 'NoSuchLifecycleConfiguration' | 'NoSuchPublicAccessBlockConfiguration'
  /** Status of a successful PUT. */
  status: 200 | 204
  /** @throws {S3Error} for what is no such document. */
  check(text: string): void
}

export const DOCUMENTS: readonly KeptDocument[] = [
  {
    query: 'policy',
    name: 'BucketPolicy',
    missing: 'NoSuchBucketPolicy',
    status: 204,
    check: checkPolicy,
  },
  {
    query: 'lifecycle',
    name: 'BucketLifecycleConfiguration',
    missing: 'NoSuchLifecycleConfiguration',
    status: 200,
    check: checkXml('LifecycleConfiguration'),
  },
  {
    query: 'publicAccessBlock',
    name: 'PublicAccessBlock',
    missing: 'NoSuchPublicAccessBlockConfiguration',
    status: 200,
    check: checkXml('PublicAccessBlockConfiguration'),
  },
]

export function putDocument({ query, name, status, check }: KeptDocument): Operation {
  return {
    name: `Put${name}`,
    knows: { query: [query], headers: CHECKSUM_HEADERS },
    async run(request, bucket) {
      await demandChecksum(request)
      const text = new TextDecoder().decode(request.bytes)
      check(text)
      bucket.documents.set(query, text)
      return new Response(null, { status })
    },
  }
}

export function getDocument({ query, name, missing }: KeptDocument): Operation {
  return {
    name: `Get${name}`,
    knows: { query: [query] },
    run(_request, bucket) {
      const text = bucket.documents.get(query)
      if (text === undefined) throw new S3Error(missing, 'The configuration does not exist')
      const type = text.startsWith('{') ? 'application/json' : 'application/xml'
      return new Response(text, { headers: { 'content-type': type } })
    },
  }
}

function checkPolicy(text: string): void {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown }
    if (text.startsWith('{') && Statement !== undefined) return
  } catch {
    // Neither is it JSON.
  }
  throw new S3Error('MalformedPolicy', 'The body is no policy.')
}

function checkXml(root: string): (text: string) => void {
  const form = new RegExp(`^(?:<\\?xml[^>]*\\?>)?\\s*<${root}(?: xmlns="[^"]*")?>.+</${root}>\\s*$`, 's')
  return (text) => {
    if (!form.test(text)) throw new S3Error('MalformedXML', `The XML is not a ${root}.`)
  }
}
