import type { Page, Route } from 'playwright'

/** Answers such requests of the page, but no preflight, in the place of their server. */
export async function answerInstead(
  page: Page,
  pattern: RegExp,
  { status, body, headers, times }: { status: number; body: string; headers?: Headers; times?: number },
): Promise<void> {
  const contentType = body.startsWith('{') ? 'application/json' : 'application/xml'
  let left = times ?? Number.POSITIVE_INFINITY
  await routeRequests(page, pattern, async (route) => {
    if (left === 0) return route.fallback()
    left -= 1
    return route.fulfill({ status, body, contentType, headers: { ...letIn(page), ...headers } })
  })
}

/** Keeps the next such request from its server until it is released. */
export async function hold(page: Page, pattern: RegExp): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await routeRequests(page, pattern, async (route) => {
    await released
    await route.fallback()
  })
  return release
}

type Headers = Readonly<Record<string, string>>

function letIn(page: Page): Headers {
  return {
    'access-control-allow-origin': new URL(page.url()).origin,
    'access-control-expose-headers': 'etag, retry-after',
  }
}

function routeRequests(
  page: Page,
  pattern: RegExp,
  handle: (route: Route) => Promise<void>,
): Promise<unknown> {
  return page.route(pattern, (route) =>
    route.request().method() === 'OPTIONS' ? route.fallback() : handle(route),
  )
}
