/**
 * The Request that `fetch` would make of its arguments, but for their signal: in jsdom, a signal is jsdom's and a
 * Request is Node's, and neither knows the other.
 */
export function makeRequest(input: RequestInfo | URL, given: RequestInit = {}): Request {
  const init = { ...given, signal: null }
  if (input instanceof Request) return new Request(input, init)
  // A page may be without an address (about:blank), and Node has no page.
  const origin = globalThis.location?.origin ?? 'null'
  return new Request(new URL(input, origin === 'null' ? 'http://localhost' : origin), init)
}
