import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UploadGrant } from '../../src/index.ts'
import { jpeg } from '../picture/samples.ts'
import { listenToConsole } from './console-calls.ts'
import { answerInstead } from './instead.ts'
import { openStage, type Stage } from './stage.ts'

// T-17, T-19: apart from the one answer that brings them, no URL and no ticket is anywhere that a person, a script
// of ours, a devtool or a store could find it.

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

interface Evidence {
  /** What must not be found: the signatures and tickets that were granted. */
  secrets: string[]
  /** All that was collected, by where it was found. */
  found: Record<string, string>
}

type Collector = () => Promise<Evidence>

/** Listens to everything from now on. */
async function collect(page: Page): Promise<Collector> {
  const secrets = ['X-Amz-Signature']
  const answers: string[] = []
  await page.route(/\/api\//, async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    if (response.url().endsWith('/request-url') && response.ok()) {
      const { ticket, upload }: UploadGrant = JSON.parse(body)
      secrets.push(ticket, new URL(upload.url).searchParams.get('X-Amz-Signature') ?? 'unsigned')
    } else answers.push(`${JSON.stringify(response.headers())} ${body}`)
    await route.fulfill({ response, body })
  })
  const session = await page.context().newCDPSession(page)
  const consoleCalls = await listenToConsole(session)
  await page.evaluate(watchMutations)
  return async () => {
    const inPage = await page.evaluate(collectInPage)
    return {
      secrets,
      found: { answers: answers.join('\n'), console: JSON.stringify(await consoleCalls()), ...inPage },
    }
  }
}

/** Walks each state of each mutation, and previews it in the console, too. */
function watchMutations(): void {
  const walk = (value: unknown, depth = 0): string => {
    if (typeof value !== 'object' || value === null) return String(value)
    if (depth > 6) return ''
    const names = Reflect.ownKeys(value)
    return names.map((name) => `${String(name)}=${walk(Reflect.get(value, name), depth + 1)}`).join(' ')
  }
  interface Mutation {
    state: { variables: unknown; data: unknown; error: unknown }
  }
  interface Client {
    getMutationCache(): { subscribe(listener: (event: { mutation?: Mutation }) => void): void }
  }
  const states: string[] = []
  Object.assign(globalThis, { mutationStates: states })
  const client: Client = Reflect.get(globalThis, '__TANSTACK_QUERY_CLIENT__')
  client.getMutationCache().subscribe(({ mutation }) => {
    if (mutation === undefined) return
    states.push(walk(mutation.state), JSON.stringify(mutation.state))
    const { variables, data, error } = mutation.state
    console.log('a step', variables, data, error)
    for (const nested of [variables, data]) {
      if (typeof nested === 'object' && nested !== null) console.log(...Object.values(nested))
    }
  })
}

async function collectInPage(): Promise<Record<string, string>> {
  const states: string[] = Reflect.get(globalThis, 'mutationStates')
  return {
    mutations: states.join('\n'),
    dom: document.documentElement.outerHTML,
    localStorage: JSON.stringify(localStorage),
    sessionStorage: JSON.stringify(sessionStorage),
    indexedDB: JSON.stringify(await indexedDB.databases()),
    address: location.href + JSON.stringify(history.state),
  }
}

function leaksIn({ secrets, found }: Evidence): string[] {
  return Object.entries(found).flatMap(([where, text]) =>
    secrets
      .filter((secret) => text.includes(secret))
      .map((secret) => `${where} holds ${secret.slice(0, 20)}…`),
  )
}

const choose = async (page: Page) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await jpeg({ width: 64 })) })

test('T-17, T-19: nothing leaks in an upload that succeeds', async () => {
  const { page } = await stage.openPage()
  const collected = await collect(page)
  await choose(page)
  await expect
    .poll(() => page.getByRole('status').textContent(), { timeout: 30_000 })
    .toBe('Profile photo saved.')

  const evidence = await collected()
  // The search must be able to find: a ticket and a signature are known, the steps were seen, values previewed.
  expect(evidence.secrets.length).toBe(3)
  expect(evidence.found['mutations']).toContain('outcome=confirmed')
  expect(evidence.found['console']).toContain('preview')
  expect(leaksIn(evidence)).toEqual([])
})

const WRONG_SIGNATURE = '<Error><Code>SignatureDoesNotMatch</Code></Error>'
const EXPIRED = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>'

const faults: [what: string, pattern: RegExp, status: number, body: string][] = [
  ['a refusal of the backend', /request-url$/, 403, '{"error":{"code":"forbidden"}}'],
  [
    'an answer that is no grant',
    /request-url$/,
    200,
    '{"ticket":"CANARY-TICKET","upload":{"url":"javascript:0"}}',
  ],
  ['a wrong signature', /staging/, 403, WRONG_SIGNATURE],
  ['a busy storage', /staging/, 503, '<Error><Code>SlowDown</Code></Error>'],
  [
    'a PUT that met an object, and a confirm that knows of none',
    /staging/,
    412,
    '<Error><Code>PreconditionFailed</Code></Error>',
  ],
  ['a failing confirm', /confirm$/, 500, '{"error":{"code":"unexpected"}}'],
  ['a confirm that answers HTML', /confirm$/, 200, '<html></html>'],
]

test.each(faults)('T-17, T-19: nothing leaks after %s', async (_, pattern, status, body) => {
  const { page } = await stage.openPage()
  const collected = await collect(page)
  await answerInstead(page, pattern, { status, body })
  await choose(page)
  await page.locator('[data-part=root][data-state=error]').waitFor()
  const evidence = await collected()
  expect(leaksIn({ ...evidence, secrets: [...evidence.secrets, 'CANARY-TICKET'] })).toEqual([])
})

test('T-17, T-19: nothing leaks after a connection that broke', async () => {
  const { page } = await stage.openPage()
  const collected = await collect(page)
  await page.route(/staging/, (route) => route.abort('connectionreset'))
  await choose(page)
  await page.locator('[data-part=root][data-state=error]').waitFor()
  const evidence = await collected()
  expect(evidence.found['mutations']).toContain('outcome=unknown')
  expect(leaksIn(evidence)).toEqual([])
})

test('T-17, T-19: nothing leaks after a URL that had expired twice, and an upload given up', async () => {
  const { page } = await stage.openPage()
  const collected = await collect(page)
  await answerInstead(page, /staging/, { status: 403, body: EXPIRED })
  await choose(page)
  await page.locator('[data-part=root][data-state=error]').waitFor()
  const evidence = await collected()
  // Two URLs were granted and are looked for.
  expect(evidence.secrets.length).toBe(5)
  expect(evidence.found['mutations']).toContain('outcome=expired')
  expect(leaksIn(evidence)).toEqual([])
})

test('T-17, T-19: nothing leaks in a retry that succeeds', async () => {
  const { page } = await stage.openPage()
  const collected = await collect(page)
  await answerInstead(page, /staging/, { status: 403, body: WRONG_SIGNATURE, times: 1 })
  await choose(page)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.locator('[data-part=root][data-state=success]').waitFor()
  const evidence = await collected()
  expect(evidence.found['mutations']).toContain('outcome=confirmed')
  expect(leaksIn(evidence)).toEqual([])
})

test('T-17, T-19: nothing leaks after a cancel', async () => {
  const { page } = await stage.openPage()
  const collected = await collect(page)
  await page.route(/staging/, () => {})
  await choose(page)
  await page.locator('[data-part=root][data-state=uploading]').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.locator('[data-part=root][data-state=idle]').waitFor()
  expect(leaksIn(await collected())).toEqual([])
})
