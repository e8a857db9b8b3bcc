import { S3Error } from './s3-error.ts'

/** One rule of a bucket's CORS configuration. Origins and headers may hold one `*`. */
export interface CorsRule {
  /** Names the rule. Default: no name. */
  id?: string | undefined
  /** Scheme, host and port of each. */
  allowedOrigins: readonly string[]
  /** In capitals. */
  allowedMethods: readonly string[]
  /** What a preflight may ask for. Default: none. */
  allowedHeaders?: readonly string[] | undefined
  /** What scripts of an allowed origin may read of an answer. Default: none. */
  exposeHeaders?: readonly string[] | undefined
  /** How long browsers may keep the answer to a preflight, in seconds. Default: not said. */
  maxAgeSeconds?: number | undefined
}

/**
 * The answer to a preflight.
 *
 * @throws {S3Error} BadRequest when it is none, AccessForbidden when no rule allows what it asks for
 */
export function answerPreflight(rules: readonly CorsRule[] | null, request: Request): Response {
  const origin = request.headers.get('origin')
  const method = request.headers.get('access-control-request-method')
  const asked = (request.headers.get('access-control-request-headers') ?? '').toLowerCase()
  const names = asked.split(',').flatMap((name) => name.trim() || [])
  if (origin === null || method === null) {
    throw new S3Error('BadRequest', 'A preflight needs Origin and Access-Control-Request-Method.')
  }
  if (rules === null)
    throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.')
  const rule = rules.find((each) => allows(each, origin, method) && allowsHeaders(each, names))
  if (rule === undefined) {
    throw new S3Error('AccessForbidden', 'CORSResponse: No rule allows this origin, method and headers.')
  }
  const headers = ruleHeaders(rule, origin)
  headers.set('access-control-allow-methods', rule.allowedMethods.join(', '))
  if (names.length > 0) headers.set('access-control-allow-headers', names.join(', '))
  if (rule.maxAgeSeconds !== undefined) headers.set('access-control-max-age', String(rule.maxAgeSeconds))
  return new Response(null, { headers })
}

/** What lets a page of another origin read the answer to an actual request: nothing when no rule fits. */
export function corsHeaders(rules: readonly CorsRule[] | null, request: Request): Headers {
  const origin = request.headers.get('origin')
  const rule = origin === null ? undefined : rules?.find((each) => allows(each, origin, request.method))
  return rule === undefined || origin === null ? new Headers() : ruleHeaders(rule, origin)
}

function ruleHeaders(rule: CorsRule, origin: string): Headers {
  const headers = new Headers({
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  })
  if (rule.allowedOrigins.includes('*')) {
    headers.set('access-control-allow-origin', '*')
  } else {
    headers.set('access-control-allow-origin', origin)
    headers.set('access-control-allow-credentials', 'true')
  }
  const exposed = rule.exposeHeaders ?? []
  if (exposed.length > 0) headers.set('access-control-expose-headers', exposed.join(', '))
  return headers
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return (
    rule.allowedMethods.includes(method) && rule.allowedOrigins.some((pattern) => matches(pattern, origin))
  )
}

function allowsHeaders(rule: CorsRule, names: readonly string[]): boolean {
  const patterns = (rule.allowedHeaders ?? []).map((pattern) => pattern.toLowerCase())
  return names.every((name) => patterns.some((pattern) => matches(pattern, name)))
}

function matches(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*')
  if (end === undefined) return pattern === text
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
}
