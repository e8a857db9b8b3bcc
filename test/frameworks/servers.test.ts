import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpointAnswers, HANDLER_ANSWERS } from './endpoint-answers.ts'
import { expectUpload } from './expect-upload.ts'
import { openStage, type Stage } from './stage.ts'
import { type App, startApp } from './start-app.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe.each([
  ['node:http', ['recipes/node-http.ts']],
  ['Express', ['recipes/express.ts']],
  ['Express, with the user of a middleware', ['recipes/express-user.ts']],
  ['Fastify', ['recipes/fastify.ts']],
  ['Hono', ['recipes/hono.ts']],
  ['Lambda behind an HTTP API with a stage', ['lambda-shim.ts', 'http-api']],
  ['Lambda behind a function URL that encodes bodies', ['lambda-shim.ts', 'function-url']],
])('%s', (_name, args) => {
  let app: App
  beforeAll(async () => {
    app = await startApp(args, stage.environment)
  })
  afterAll(() => app.stop())

  test('hands requests and answers on as they are', async () => {
    expect(await endpointAnswers(app.origin)).toEqual(HANDLER_ANSWERS)
  })

  test('a picture is uploaded, removed and brought back, from Chromium', async () => {
    await expectUpload(await stage.openPage(app.origin))
    expect(app.output()).toBe('')
  })
})

describe('Express, after its JSON parser', () => {
  let app: App
  beforeAll(async () => {
    app = await startApp(['express-after-parser.ts'], stage.environment)
  })
  afterAll(() => app.stop())

  test('a picture is uploaded, removed and brought back, from Chromium', async () => {
    await expectUpload(await stage.openPage(app.origin))
    expect(app.output()).toBe('')
  })
})
