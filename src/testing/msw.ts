import { http, type HttpHandler } from 'msw/http'
import type { TestBackend } from './backend/create-test-backend.ts'
import { NetworkFault } from './backend/network-fault.ts'
import { STORAGE_ORIGIN } from './backend/test-server.ts'

/** What `toMswHandlers` takes. */
export interface MswOptions {
  /**
   * Where the page asks for the handler. Default: where the backend is mounted. In Node without a DOM, relative addresses
   * mean nothing: give one with a host.
   */
  endpoint?: string | undefined
}

/**
 * The same backend and its storage as handlers for MSW's `setupWorker` and `setupServer`: for pages that are given an
 * endpoint as text, and send by XMLHttpRequest. The images that were saved can be seen.
 */
export function toMswHandlers(backend: TestBackend, options: MswOptions = {}): HttpHandler[] {
  const { endpoint = backend.props.endpoint.scope } = options
  const answer = ({ request }: { request: Request }) => backend.fetch(request).catch(withoutAnswer)
  return [endpoint, `${endpoint}/*`, `${STORAGE_ORIGIN}/*`].map((path) => http.all(path, answer))
}

/** What MSW needs to make a request fail. */
function withoutAnswer(error: unknown): Response {
  if (error instanceof NetworkFault) return Response.error()
  throw error
}
