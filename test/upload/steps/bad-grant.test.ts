import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createNetworkSteps } from '../../../src/upload/steps/network-steps.ts'
import { uploadPicture } from '../../../src/upload/upload-picture.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createFakeConnection } from '../fake-connection.ts'
import { SECRETS, uploadGrant } from '../samples.ts'
import { newDraft, runByHand } from '../retry/tries.ts'

/** A whole upload whose request for a URL is answered with this. */
async function uploadWithGrant(answer: unknown) {
  let puts = 0
  let confirms = 0
  const clock = createFakeClock()
  const steps = createNetworkSteps({
    backend: () => ({
      scope: 'test',
      // Backends of users may resolve with anything.
      requestUrl: async () => JSON.parse(JSON.stringify(answer)),
      async confirm() {
        confirms += 1
        throw new Error('not reached')
      },
    }),
    async send() {
      puts += 1
      throw new Error('not reached')
    },
    clock,
    connection: createFakeConnection(),
  })
  const error = await uploadPicture(newDraft(), runByHand(steps, clock)).catch((thrown: unknown) => thrown)
  return { error, puts, confirms }
}

const good = uploadGrant()
const withUrl = (url: string) => ({ ...good, upload: { ...good.upload, url } })
const withHeaders = (headers: object) => ({
  ...good,
  upload: { ...good.upload, headers: { ...good.upload.headers, ...headers } },
})

test('the good grant of these tests leads to a PUT', async () => {
  expect(await uploadWithGrant(good)).toMatchObject({ puts: 1 })
})

test.each<[string, unknown]>([
  ['null', null],
  ['a text', 'https://s3.example.com/'],
  ['a list', [good]],
  ['no ticket', { ...good, ticket: undefined }],
  ['a ticket that is no text', { ...good, ticket: 42 }],
  ['no upload', { ...good, upload: null }],
  ['a script as URL', withUrl('javascript:alert(1)')],
  ['a path as URL', withUrl('/staging/key-canary')],
  ['a URL with a password', withUrl('https://user:canary@s3.example.com/key')],
  ['a Cookie header', withHeaders({ cookie: 'canary=1' })],
  ['an Authorization header', withHeaders({ authorization: 'canary' })],
  ['another type than the picture', withHeaders({ 'content-type': 'text/html' })],
  ['a header of two lines', withHeaders({ 'if-none-match': '*\r\nx-canary: 1' })],
  ['no end of life', { ...good, upload: { ...good.upload, expiresInSeconds: undefined } }],
  ['a life of a month', { ...good, upload: { ...good.upload, expiresInSeconds: 2_592_000 } }],
])('T-48: a grant with %s is a bad-response, and nothing is sent', async (_, answer) => {
  const { error, puts, confirms } = await uploadWithGrant(answer)
  expect(error).toMatchObject({ code: 'bad-response', step: 'request-url', isRetryable: false })
  expect({ puts, confirms }).toEqual({ puts: 0, confirms: 0 })
  expect(inspect(error, { showHidden: true, depth: null })).not.toMatch(SECRETS)
})

test.each([
  'http://s3.example.com/key-canary',
  'http://10.0.0.7/key-canary',
  'http://localhost.example.com/',
])('T-12: a grant with %s is an insecure-url, and nothing is sent', async (url) => {
  const { error, puts, confirms } = await uploadWithGrant(withUrl(url))
  expect(error).toMatchObject({ code: 'insecure-url', step: 'request-url', isRetryable: false })
  expect({ puts, confirms }).toEqual({ puts: 0, confirms: 0 })
  expect(inspect(error, { showHidden: true, depth: null })).not.toMatch(SECRETS)
})
