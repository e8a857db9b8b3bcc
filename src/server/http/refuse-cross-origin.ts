import { UploadError } from '../../contract/upload-error.ts'

/**
 * Refuses a state-changing request that a page of another site made with this user's cookies (T-50).
 *
 * The rule is that of Go's `http.CrossOriginProtection`, but for one point: `Sec-Fetch-Site: none` is refused as
 * well. It marks what a user starts by hand, like a typed address, and nobody types an upload.
 *
 * @throws {UploadError} `forbidden`
 */
export function refuseCrossOrigin(request: Request, allowedOrigins: ReadonlySet<string>): void {
  const origin = request.headers.get('origin')
  if (origin !== null && allowedOrigins.has(origin)) return
  const site = request.headers.get('sec-fetch-site')
  if (site === 'same-origin') return
  if (site !== null) throw new UploadError('forbidden')
  // No browser of today: an old one sends Origin, a program sends neither and carries no user's cookies.
  if (origin === null) return
  if (!URL.canParse(origin) || new URL(origin).host !== hostOf(request)) throw new UploadError('forbidden')
}

/** As the client wrote it: behind a proxy, `request.url` may name another host. */
function hostOf(request: Request): string {
  return request.headers.get('host') ?? new URL(request.url).host
}
