import type { BucketSetup } from '../../src/bucket-setup/index.ts'
import { type AnyPolicy, type Decision, decide, type IamRequest } from './iam-evaluator.ts'

/** Who calls: the two roles that we ship, people with every right, nobody, and CloudFront. */
export type Caller = 'signer' | 'promoter' | 'admin' | 'nobody' | 'cloudfront'

/** One call to S3, as far as policies look at it. */
export interface S3Call {
  by: Caller
  action: string
  /** Null: the bucket itself. */
  key: string | null
  /** How it is signed. */
  auth: 'url' | 'header' | 'form' | 'none'
  /** Since X-Amz-Date. */
  ageMs: number
  headers: Readonly<Record<string, string>>
  /** Of a list. */
  prefix?: string
  /** Part of a multipart upload, or its start. */
  isPart?: boolean
  hasSignatureVersion2?: boolean
  tls: '1.3' | '1.2' | '1.1' | null
  sourceArn?: string
}

const ACCOUNT = 'arn:aws:iam::111122223333'
const PRINCIPALS: Readonly<Record<Caller, string | null>> = {
  signer: `${ACCOUNT}:role/signer`,
  promoter: `${ACCOUNT}:role/promoter`,
  admin: `${ACCOUNT}:role/admin`,
  nobody: null,
  cloudfront: 'cloudfront.amazonaws.com',
}
const AUTH_TYPES = { url: 'REST-QUERY-STRING', header: 'REST-HEADER', form: 'POST' } as const

/** Whether the documents of a bucket let a call through. */
export function judge(setup: BucketSetup, bucket: string, call: S3Call): Decision {
  const everything: AnyPolicy = {
    Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  }
  const identity: Readonly<Record<Caller, readonly AnyPolicy[]>> = {
    signer: [setup.signerPolicy],
    promoter: [setup.promoterPolicy],
    admin: [everything],
    nobody: [],
    cloudfront: [],
  }
  return decide(iamRequest(bucket, call), { identity: identity[call.by], bucket: setup.bucketPolicy })
}

/** The keys that S3 gives such a request: those that its documentation names, and no others. */
function iamRequest(bucket: string, call: S3Call): IamRequest {
  const { by, action, key, auth, ageMs, headers, prefix, tls, sourceArn } = call
  const { isPart = false, hasSignatureVersion2 = false } = call
  const context: Record<string, string> = { 'aws:SecureTransport': String(tls !== null) }
  if (tls !== null) context['s3:TlsVersion'] = tls
  if (auth !== 'none') {
    context['s3:authType'] = AUTH_TYPES[auth]
    context['s3:signatureversion'] = hasSignatureVersion2 ? 'AWS' : 'AWS4-HMAC-SHA256'
  }
  // "This condition works for presigned URLs and presigned POST. In Signature Version 2, this value is always 0."
  if (auth === 'url' || auth === 'form') context['s3:signatureAge'] = String(hasSignatureVersion2 ? 0 : ageMs)
  const condition = headers['if-none-match']
  if (condition !== undefined) context['s3:if-none-match'] = condition
  if (action === 's3:PutObject') context['s3:ObjectCreationOperation'] = String(!isPart)
  if (prefix !== undefined) context['s3:prefix'] = prefix
  if (sourceArn !== undefined) context['aws:SourceArn'] = sourceArn
  const resource = `arn:aws:s3:::${bucket}${key === null ? '' : `/${key}`}`
  return { principal: PRINCIPALS[by], action, resource, context }
}

/** What a request to S3 asks for, by its method and its query; only what this package sends is known. */
export function callOf(request: Request, bucket: string, atMs: number): Omit<S3Call, 'by'> {
  const { pathname, searchParams: query } = new URL(request.url)
  const key = decodeURIComponent(pathname).slice(`/${bucket}/`.length)
  const isUrl = query.has('X-Amz-Signature')
  const signedAt = query.get('X-Amz-Date') ?? request.headers.get('x-amz-date') ?? ''
  const headers = Object.fromEntries(request.headers)
  if (!isUrl && !request.headers.get('authorization')?.startsWith('AWS4-HMAC-SHA256')) {
    throw new Error('Not signed.')
  }
  const prefix = query.get('prefix')
  return {
    action: actionOf(request.method, key, query),
    key: key === '' ? null : key,
    auth: isUrl ? 'url' : 'header',
    ageMs: atMs - Date.parse(signedAt.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')),
    headers,
    ...(prefix !== null && { prefix }),
    tls: '1.3',
  }
}

function actionOf(method: string, key: string, query: URLSearchParams): string {
  const isPlain = [...query.keys()].every((name) => name.startsWith('X-Amz-'))
  if (key === '' && method === 'GET' && query.get('list-type') === '2') return 's3:ListBucket'
  const actions: Readonly<Record<string, string>> = {
    PUT: 's3:PutObject',
    GET: 's3:GetObject',
    HEAD: 's3:GetObject',
    DELETE: 's3:DeleteObject',
  }
  const action = actions[method]
  if (key === '' || !isPlain || action === undefined) throw new Error(`Not known here: ${method} ${key}`)
  return action
}
