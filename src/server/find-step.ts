import type { HandlerStep } from './handler-options.ts'

type Methods = ReadonlyMap<string, HandlerStep>

const ROUTES: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  ['request-url', new Map([['POST', 'request-url']])],
  ['confirm', new Map([['POST', 'confirm']])],
])

/** Wherever it is mounted: every other path is the endpoint itself. */
const ENDPOINT: Methods = new Map([
  ['GET', 'current'],
  ['DELETE', 'remove'],
])

/** The step that a request is about, by the last segment of its path and its method; null: no such method there. */
export function findStep({ method, url }: Request): { step: HandlerStep | null; allowed: readonly string[] } {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '')
  const methods = ROUTES.get(segments.at(-1) ?? '') ?? ENDPOINT
  return { step: methods.get(method) ?? null, allowed: [...methods.keys()] }
}
