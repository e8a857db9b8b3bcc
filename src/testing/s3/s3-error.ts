import { escapeXml } from './xml/xml-text.ts'

/** The codes this store answers with, by itself or by a script of faults, and the HTTP status that S3's "Error responses" page gives each. */
const STATUS = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BadRequest: 400,
  BucketAlreadyOwnedByYou: 409,
  ConditionalRequestConflict: 409,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPolicy: 400,
  MalformedXML: 400,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchBucketPolicy: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchPublicAccessBlockConfiguration: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  RequestTimeout: 400,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  TemporaryRedirect: 307,
  XAmzContentSHA256Mismatch: 400,
} as const

export type S3ErrorCode = keyof typeof STATUS

export function isS3ErrorCode(code: string): boolean {
  return Object.hasOwn(STATUS, code)
}

/** A refusal, as S3 words it: a code, a message, and elements that some codes add to the XML. */
export class S3Error extends Error {
  readonly code: S3ErrorCode
  readonly elements: Readonly<Record<string, string>>

  constructor(code: S3ErrorCode, message: string, elements: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'S3Error'
    this.code = code
    this.elements = elements
  }

  toResponse(facts: { method: string; resource: string; requestId: string }): Response {
    const status = STATUS[this.code]
    // HTTP gives an answer to HEAD no body, so S3's code cannot be read there either.
    if (facts.method === 'HEAD') return new Response(null, { status })
    const elements = {
      Code: this.code,
      Message: this.message,
      ...this.elements,
      Resource: facts.resource,
      RequestId: facts.requestId,
    }
    const xml = Object.entries(elements).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml.join('')}</Error>`, {
      status,
      headers: { 'content-type': 'application/xml' },
    })
  }
}
