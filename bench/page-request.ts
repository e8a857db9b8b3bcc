/** What a page of the app's own origin sends to the handler. */
export function pageRequest(step: 'request-url' | 'confirm', body: unknown): Request {
  return new Request(`https://app.example.com/api/profile-image/${step}`, {
    method: 'POST',
    headers: {
      host: 'app.example.com',
      origin: 'https://app.example.com',
      'sec-fetch-site': 'same-origin',
      'x-profile-image': '1',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
}
