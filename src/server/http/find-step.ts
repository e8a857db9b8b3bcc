import type { HandlerStep } from '../handler-event.ts'

/** The step that a request is about, by the last segment of its path and its method; null: no such method there. */
export function findStep({ method, url }: Request): { step: HandlerStep | null; allowed: readonly string[] } {
  const name = new URL(url).pathname.split('/').findLast((segment) => segment !== '')
  if (name === 'request-url' || name === 'confirm') {
    return { step: method === 'POST' ? name : null, allowed: ['POST'] }
  }
  // Wherever it is mounted: every other path is the endpoint itself.
  const step = method === 'GET' ? 'current' : method === 'DELETE' ? 'remove' : null
  return { step, allowed: ['GET', 'DELETE'] }
}
