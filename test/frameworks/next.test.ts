import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../scripts/run-vitest.ts'
import { endpointAnswers, HANDLER_ANSWERS } from './endpoint-answers.ts'
import { expectUpload } from './expect-upload.ts'
import { openStage, SESSION, type Stage } from './stage.ts'
import { type App, startApp } from './start-app.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const next = path('node_modules/next/dist/bin/next')
const silent = { NEXT_TELEMETRY_DISABLED: '1' }

let stage: Stage
let app: App
beforeAll(async () => {
  // Without the secrets of the app, as in CI: the recipe needs them only when it runs.
  const { status, output } = await run(process.execPath, [next, 'build', path('next')], {
    stdout: 'pipe',
    environment: { ...silent, NODE_ENV: 'production' },
  })
  if (status !== 0) throw new Error(`next build has failed: ${output}`)
  stage = await openStage()
  app = await startApp([next, 'start', 'next'], { ...stage.environment, ...silent, NODE_ENV: 'production' })
})
afterAll(async () => {
  await app.stop()
  await stage.close()
})

/** What the server sends, before any script runs. */
async function html(headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(app.origin, { headers })).text()
}
const asAda = { cookie: `${SESSION.name}=${SESSION.value}` }

test('hands requests and answers on as they are', async () => {
  // Methods that the route does not export are refused by Next.
  expect(await endpointAnswers(app.origin)).toEqual({ ...HANDLER_ANSWERS, wrongMethod: '405 no JSON' })
})

test('a server component learns by isUploadError that nobody is signed in', async () => {
  expect(await html()).toContain('<a href="/login">Sign in</a>')
  expect(await html(asAda)).not.toContain('Sign in')
})

test('a picture is uploaded, removed and brought back, from Chromium', async () => {
  await expectUpload(await stage.openPage(app.origin, 'from the app'))
  expect(app.output()).not.toMatch(/error/i)
})

test('profileImageQuery on the server: the saved image is in the HTML, and the page asks for it no more', async () => {
  const endpoint = `${app.origin}/api/profile-image`
  const image: { url: string } = await (await fetch(endpoint, { headers: asAda })).json()
  expect(await html(asAda)).toContain(`src="${image.url}"`)

  const page = await stage.openPage(app.origin, 'from the app')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.reload()
  await page.getByRole('img', { name: 'Current profile photo' }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(asked).not.toContain(endpoint)
})
