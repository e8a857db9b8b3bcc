import type { AnyUploadError } from '../../contract/upload-error.ts'

// By this name bundlers know it, and drop what is not for production. Pages without a bundler have no such thing.
declare const process: { env: { NODE_ENV?: string } }

/** In development, once per page and code: tells on the console what to change. Never in production builds. */
export function hintInDevelopment(error: AnyUploadError): void {
  try {
    if (process.env.NODE_ENV !== 'production') warnOnce(error)
  } catch {
    // No bundler, so nobody said that this is development.
  }
}

const told = new Set<string>()

function warnOnce(error: AnyUploadError): void {
  const hint = hintOf(error)
  if (hint === null || told.has(error.code)) return
  told.add(error.code)
  // oxlint-disable-next-line no-console -- developers look there
  console.warn(`react-profile-image-upload: ${error.code}. ${hint}`)
}

/** What to change, as far as the code alone shows it. No URL, no ticket, nothing of the storage's answer. */
function hintOf(error: AnyUploadError): string | null {
  switch (error.code) {
    case 'cors':
      return error.details.hint
    case 'network':
      return error.step === 'send'
        ? 'The PUT ended without an answer that the page may read. If every try ends so, the storage may refuse it in answers without CORS headers, as Ceph RGW does (look at its log), or a Content-Security-Policy lacks it in connect-src.'
        : null
    case 'signature-mismatch':
      return 'The storage received another request than was signed. Usual causes: a wrong secret access key or region; a proxy that changes host, path or headers; browsers that reach the storage by another host than the server does (option browserEndpoint of s3Store).'
    case 'clock-skew':
      return 'The clock of your server or of the storage is wrong by minutes: set it by NTP.'
    case 'credentials-expired':
      return 'The session token that signed the URL has run out: give s3Store a function for its option credentials, which returns fresh ones.'
    case 'storage-misconfigured':
      return 'The storage refuses your server: its credentials need s3:PutObject and s3:GetObject on staging/*, avatars/* and removed/*, s3:DeleteObject on avatars/*, and s3:ListBucket. onEvent of the handler has the details.'
    case 'storage-rejected':
      return error.details.s3Code === 'AccessDenied'
        ? 'The credentials that signed the URL may not write: they need s3:PutObject on staging/*, and no bucket policy may deny it.'
        : null
    case 'redirected':
      return 'The storage redirected the PUT. Usually the option region or endpoint of s3Store is not the one of the bucket.'
    case 'bad-response':
      return `The backend did not answer as the handler does${error.status === null ? '' : ` (status ${error.status})`}. Usual causes: endpoint is not where the handler is mounted, only one of its methods is routed, or a middleware answers with a page of its own, such as the login.`
    case 'insecure-context':
      return 'Browsers hash only on secure pages: serve this one by https, or from localhost.'
    case 'insecure-url':
      return 'Your backend signed an http address: set the option endpoint, or browserEndpoint, of s3Store to https.'
    default:
      return null
  }
}
