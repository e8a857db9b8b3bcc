const ORIGIN = 'https://app.example.com'

/** What a browser says of a page that asks its own origin. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  host: 'app.example.com',
  origin: ORIGIN,
  'sec-fetch-site': 'same-origin',
  'x-profile-image': '1',
  'content-type': 'application/json',
}

/** What a page of the app's own origin sends to a path of it. */
export function pagePost(path: string, body: string): Request {
  return new Request(`${ORIGIN}${path}`, { method: 'POST', headers: PAGE_HEADERS, body })
}

/** What a page of the app's own origin sends to the handler. */
export function pageRequest(step: 'request-url' | 'confirm', body: unknown): Request {
  return pagePost(`/api/profile-image/${step}`, JSON.stringify(body))
}
