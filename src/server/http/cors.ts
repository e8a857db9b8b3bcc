/**
 * CORS headers of an answer: none but for an origin on the list, and then for exactly that one (T-51).
 * `Vary` is there whenever there is a list, so that no cache gives one origin's answer to another.
 */
export function corsHeaders(request: Request, allowedOrigins: ReadonlySet<string>): Record<string, string> {
  const origin = request.headers.get('origin') ?? ''
  return {
    ...(allowedOrigins.size > 0 && { vary: 'Origin' }),
    ...(allowedOrigins.has(origin) && {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    }),
  }
}

/** Whether this is the question that a browser asks before the real request, from an origin on the list. */
export function isPreflight(request: Request, allowedOrigins: ReadonlySet<string>): boolean {
  const { method, headers } = request
  return (
    method === 'OPTIONS' &&
    allowedOrigins.has(headers.get('origin') ?? '') &&
    headers.has('access-control-request-method')
  )
}

/** What a preflight from a listed origin is told. Its app may have headers of its own, such as a CSRF token. */
export function preflightHeaders(request: Request): Record<string, string> {
  return {
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '',
    'access-control-max-age': '600',
  }
}
