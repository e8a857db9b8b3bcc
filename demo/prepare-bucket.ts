import { AwsClient } from 'aws4fetch'
import { createHash } from 'node:crypto'
import { s3Profile } from '../src/server/index.ts'
import { printCorsXml } from '../src/testing/s3/xml/cors-xml.ts'
import { bucketCors } from './storage.ts'
import type { S3Bucket } from './s3-environment.ts'

/**
 * Gives a bucket what the demo needs of it: it exists, pages of these origins may upload, and anybody may read
 * `avatars/`. Only what is missing is added: what somebody has set up already stays as it is.
 *
 * @returns what the demo will lack, as sentences
 * @throws {Error} when the demo could not upload; the message names the fix
 */
export async function prepareBucket(s3: S3Bucket, origins: readonly string[]): Promise<readonly string[]> {
  const call = bucketCalls(s3)
  const head = await call('HEAD')
  if (head.status === 404) {
    await must(call('PUT'), `create the bucket "${s3.bucket}"`)
    // A bucket of our own is public as far as the policy below says.
    await call('DELETE', 'publicAccessBlock')
  } else if (!head.ok) {
    throw new Error(
      `${s3.endpoint} answers ${head.status} for the bucket "${s3.bucket}": are key, region and name right?`,
    )
  }
  await letIn(s3, origins, call)
  return publish(s3, call)
}

const uploadHeaders = (profile: S3Bucket['profile']) => s3Profile(profile).browserHeaders

type BucketCall = (method: string, subresource?: string, body?: string) => Promise<Response>

async function letIn(s3: S3Bucket, origins: readonly string[], call: BucketCall): Promise<void> {
  const refused = async () => {
    const answers = await Promise.all(origins.map((origin) => mayUpload(s3, origin)))
    return origins.filter((_, index) => answers[index] === false)
  }
  if ((await refused()).length === 0) return
  if ((await call('GET', 'cors')).status === 404) {
    await must(call('PUT', 'cors', printCorsXml(bucketCors(origins, s3.profile))), 'set CORS rules')
  }
  const strangers = await refused()
  if (strangers.length === 0) return
  throw new Error(
    `The bucket "${s3.bucket}" has CORS rules that do not let ${strangers.join(' and ')} upload. ` +
      `Add one for PUT with the headers ${uploadHeaders(s3.profile).join(', ')}, or remove them all: ` +
      'then the demo sets its own.',
  )
}

/** Whether a browser would be allowed to: by its own question, so that servers without the call above are fine. */
async function mayUpload({ endpoint, bucket, profile }: S3Bucket, origin: string): Promise<boolean> {
  const answer = await fetch(`${endpoint}/${bucket}/staging/demo`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': uploadHeaders(profile).join(','),
    },
  })
  return answer.ok && ['*', origin].includes(answer.headers.get('access-control-allow-origin') ?? '')
}

async function publish({ bucket }: S3Bucket, call: BucketCall): Promise<readonly string[]> {
  if ((await call('GET', 'policy')).status !== 404) return []
  const statement = {
    Sid: 'DemoReadsAvatars',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/avatars/*`,
  }
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const answer = await call('PUT', 'policy', policy)
  if (answer.ok) return []
  return [
    `The bucket refuses to be readable under avatars/ (${answer.status}): saved pictures will not be shown.`,
  ]
}

function bucketCalls({ endpoint, region, bucket, credentials }: S3Bucket): BucketCall {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    region,
    service: 's3',
    retries: 0,
  })
  return (method, subresource, text) => {
    const url = `${endpoint}/${bucket}${subresource === undefined ? '' : `?${subresource}`}`
    if (text === undefined) return client.fetch(url, { method })
    const body = new TextEncoder().encode(text)
    // S3 takes configurations only with a checksum.
    const checksum = createHash('sha256').update(body).digest('base64')
    const headers = { 'x-amz-checksum-sha256': checksum }
    return client.fetch(url, { method, body, headers, aws: { allHeaders: true } })
  }
}

async function must(call: Promise<Response>, what: string): Promise<void> {
  const answer = await call
  if (!answer.ok) throw new Error(`Could not ${what}: ${answer.status} ${await answer.text()}`)
}
