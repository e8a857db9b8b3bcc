import { readFileSync } from 'node:fs'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { beforeAll, expect, test, vi } from 'vitest'

// Events as AWS documents them, of an HTTP API and of a function URL. No Lambda has seen the answers.

type Recipe = typeof import('./recipes/lambda.ts')
let recipe: Recipe
beforeAll(async () => {
  // Nothing here asks the storage: a URL is only signed.
  const environment = {
    S3_ENDPOINT: 'http://127.0.0.1:9',
    BUCKET: 'pictures',
    TICKET_SECRET: 'a secret of thirty-two bytes, or more',
    AWS_ACCESS_KEY_ID: 'ASIAROLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  recipe = await import('./recipes/lambda.ts')
})

type EventName = 'http-api-post' | 'function-url-post' | 'function-url-get'

function event(name: EventName): APIGatewayProxyEventV2 {
  return JSON.parse(readFileSync(new URL(`events/${name}.json`, import.meta.url), 'utf8'))
}

async function answer(asked: APIGatewayProxyEventV2) {
  const { statusCode, headers = {}, body = '' } = await recipe.handler(asked)
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  return { statusCode, body: JSON.parse(body) }
}

test.each([
  ['of an HTTP API, with its stage in the path', 'http-api-post'],
  ['of a function URL, with an encoded body', 'function-url-post'],
] as const)('a POST %s: a URL is issued', async (_what, name) => {
  const { statusCode, body } = await answer(event(name))
  expect(statusCode).toBe(200)
  expect(body.upload.url).toContain('X-Amz-Security-Token=token')
})

test('a GET: the cookies of the event say who asks, and its query is no hindrance', async () => {
  const asked = event('function-url-get')
  expect(await answer({ ...asked, rawQueryString: 'a=1&a=2' })).toEqual({ statusCode: 200, body: null })
  delete asked.cookies
  expect(await answer(asked)).toMatchObject({ statusCode: 401, body: { error: { code: 'unauthenticated' } } })
})

test('a GET that somebody sends with a body is answered as well', async () => {
  expect(await answer({ ...event('function-url-get'), body: 'x' })).toMatchObject({ statusCode: 200 })
})

test('the origin of a page is compared with the host that the client asked', async () => {
  const asked = event('http-api-post')
  asked.headers['origin'] = 'https://elsewhere.example'
  expect(await answer(asked)).toMatchObject({ statusCode: 403, body: { error: { code: 'forbidden' } } })
})

test('a wrong method is refused in the words of the handler', async () => {
  const asked = event('http-api-post')
  asked.requestContext.http.method = 'PUT'
  const { statusCode, headers } = await recipe.handler(asked)
  expect([statusCode, headers?.['allow']]).toEqual([405, 'POST'])
})
