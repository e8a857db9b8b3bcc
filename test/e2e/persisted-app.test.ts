import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerInstead, hold } from './instead.ts'
import { type AppPage, openApp, PERSISTED_PAGE } from './persisted-app.ts'
import { openStage, type Stage } from './stage.ts'

// An app whose QueryClient retries, keeps, persists and tells everything, with its devtools open. See persisted-page/.

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ page: PERSISTED_PAGE })
})
afterAll(() => stage.close())

const persisters = ['localStorage', 'indexedDB'] as const

/** Where each step has to be found, so that finding no secret there means something. */
const PLACES = {
  localStorage: /app\.localStorage/,
  indexedDB: /app\.indexedDB/,
  cache: /app\.mutations\.0\.options/,
  dehydrated: /app\.dehydrated\.mutations/,
  devtools: /app\.page\.0/,
  console: /console/,
}

async function expectStepSeen(
  app: AppPage,
  step: string,
  places: readonly (keyof typeof PLACES)[],
): Promise<void> {
  const paths = (await app.findings()).filter(({ text }) => text.includes(step)).map(({ path }) => path)
  expect(places.filter((place) => !paths.some((path) => PLACES[place].test(path)))).toEqual([])
}

/** Nothing is left in the cache, although this client keeps forever what does not say otherwise. */
async function expectNothingKept(app: AppPage): Promise<void> {
  await expect.poll(() => app.inPage(({ client }) => client.getMutationCache().getAll().length)).toBe(0)
  expect(await app.leaks()).toEqual([])
}

const reports = async (app: AppPage) =>
  (await app.inPage(({ heard }) => heard)).filter((what) => what.includes('onError'))

describe.each(persisters)('with a persister in %s', (persister) => {
  test('T-17, T-19: nothing leaks at any step of an upload that succeeds: one PUT, and no error', async () => {
    const app = await openApp(stage, { persister })
    const steps = [
      { step: 'request-url', phase: 'requesting', release: await hold(app.page, /request-url$/) },
      { step: 'send', phase: 'uploading', release: await hold(app.page, /staging/) },
      { step: 'confirm', phase: 'confirming', release: await hold(app.page, /confirm$/) },
    ]
    await app.choose()
    for (const { step, phase, release } of steps) {
      await app.phase(phase)
      await expectStepSeen(app, step, [persister, 'cache', 'dehydrated', 'devtools', 'console'])
      expect(await app.leaks()).toEqual([])
      release()
    }
    await app.phase('success')
    await expectNothingKept(app)
    // A ticket and a signature are known and were looked for.
    expect(app.secrets.length).toBe(4)
    expect(app.wire()).toEqual(['request-url', 'PUT', 'confirm'])
    expect(await reports(app)).toEqual([])
  })

  test('T-17, T-19: nothing leaks after a cancel', async () => {
    const app = await openApp(stage, { persister })
    await hold(app.page, /staging/)
    await app.choose()
    await app.phase('uploading')
    await app.page.getByRole('button', { name: 'Cancel' }).click()
    await app.phase('idle')
    await expectNothingKept(app)
    expect(await reports(app)).toEqual([])
  })

  test('T-17, T-19: nothing leaks after an unmount in mid-upload', async () => {
    const app = await openApp(stage, { persister })
    await hold(app.page, /staging/)
    await app.choose()
    await app.phase('uploading')
    await app.inPage(({ unmount }) => unmount())
    await expectNothingKept(app)
    expect(await reports(app)).toEqual([])
  })
})

interface Fault {
  what: string
  pattern: RegExp
  status: number
  body: string
  headers?: Record<string, string>
  times?: number
  wire: string[]
  reports: string[]
}

const failures: Fault[] = [
  {
    what: 'a refusal of the backend',
    pattern: /request-url$/,
    status: 403,
    body: '{"error":{"code":"forbidden"}}',
    wire: ['request-url'],
    reports: ['onError request-url', 'default onError', 'own onError forbidden'],
  },
  {
    what: 'an answer that is no grant',
    pattern: /request-url$/,
    status: 200,
    body: '{"ticket":"CANARY-TICKET","upload":{"url":"https://s3.example/a?X-Amz-Signature=CANARY"}}',
    wire: ['request-url'],
    reports: ['onError request-url', 'default onError', 'own onError bad-response'],
  },
  {
    what: 'a wrong signature',
    pattern: /staging/,
    status: 403,
    body: '<Error><Code>SignatureDoesNotMatch</Code></Error>',
    wire: ['request-url', 'PUT'],
    reports: ['onError send', 'default onError', 'own onError signature-mismatch'],
  },
  {
    what: 'a refusal to confirm',
    pattern: /confirm$/,
    status: 422,
    body: '{"error":{"code":"confirm-rejected"}}',
    wire: ['request-url', 'PUT', 'confirm'],
    reports: ['onError confirm', 'default onError', 'own onError confirm-rejected'],
  },
  {
    what: 'a bucket that lets another page in',
    pattern: /staging/,
    status: 200,
    body: '',
    headers: { 'access-control-allow-origin': 'https://other.example' },
    // Once it may be the network: only the second time it is the rule.
    wire: ['request-url', 'PUT', 'confirm', 'confirm', 'confirm', 'confirm', 'PUT', 'confirm'],
    reports: ['own onError cors'],
  },
  {
    what: 'a backend that fails each time',
    pattern: /request-url$/,
    status: 500,
    body: '{"error":{"code":"unexpected"}}',
    wire: ['request-url', 'request-url', 'request-url', 'request-url'],
    reports: ['own onError unexpected'],
  },
]

describe('T-17, T-19: nothing leaks, and one error is reported, once', () => {
  test.each(failures)('after $what', async ({ pattern, wire, reports: expected, ...answer }) => {
    const app = await openApp(stage, { persister: 'indexedDB' })
    app.secrets.push('CANARY')
    await answerInstead(app.page, pattern, answer)
    await app.choose()
    await app.phase('error')
    await expectNothingKept(app)
    expect(app.wire()).toEqual(wire)
    expect(await reports(app)).toEqual(expected)
  })
})

interface Recovery extends Omit<Fault, 'reports'> {}

const recoveries: Recovery[] = [
  {
    what: 'a URL that had expired',
    pattern: /staging/,
    status: 403,
    body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
    wire: ['request-url', 'PUT', 'request-url', 'PUT', 'confirm'],
  },
  {
    what: 'a busy backend',
    pattern: /request-url$/,
    status: 503,
    body: '{"error":{"code":"backend-unavailable"}}',
    wire: ['request-url', 'request-url', 'PUT', 'confirm'],
  },
  {
    what: 'a busy storage',
    pattern: /staging/,
    status: 503,
    body: '<Error><Code>SlowDown</Code></Error>',
    wire: ['request-url', 'PUT', 'PUT', 'confirm'],
  },
]

test.each(recoveries)(
  'T-17, T-19: nothing leaks in an upload that goes on after $what, and no error is reported',
  async ({ pattern, wire, ...answer }) => {
    const app = await openApp(stage, { persister: 'indexedDB' })
    await answerInstead(app.page, pattern, { ...answer, times: 1 })
    await app.choose()
    await app.phase('success')
    await expectNothingKept(app)
    expect(app.wire()).toEqual(wire)
    expect(await reports(app)).toEqual([])
  },
)

test('T-17, T-19: nothing leaks while an upload waits to try again', async () => {
  const app = await openApp(stage, { persister: 'indexedDB' })
  await answerInstead(app.page, /staging/, {
    status: 503,
    body: '<Error><Code>SlowDown</Code></Error>',
    headers: { 'retry-after': '50' },
  })
  await app.choose()
  await app.phase('waiting')
  await expectNothingKept(app)
  await app.page.getByRole('button', { name: 'Cancel' }).click()
  await app.phase('idle')
  await expectNothingKept(app)
  expect(app.wire()).toEqual(['request-url', 'PUT'])
  expect(await reports(app)).toEqual([])
})

test('the search finds what is hidden in values, the devtools, the console and a database', async () => {
  const app = await openApp(stage, { persister: 'indexedDB' })
  // The devtools show the details of one mutation only.
  await app.inPage(({ mutate }) => mutate({ a: { b: 'X-Amz-Signature' } }))
  await expect.poll(() => app.leaks(), { timeout: 15_000 }).toContain('app.page.0 holds X-Amz-')
  await app.inPage(({ mutate }) => {
    class Sealed {
      #url = 'X-Amz-Signature'
      read() {
        return this.#url
      }
    }
    mutate(new Sealed())
    mutate(Object.defineProperty({}, 'url', { value: 'X-Amz-Signature' }))
    mutate({ [Symbol('url')]: 'X-Amz-Signature' })
    mutate(new Map([['X-Amz-Signature', 1]]))
    mutate({ file: new File([], 'a.jpg') })
  })
  const variables = (index: number) => `app.mutations.${index}.state.variables`
  const kept = 'app.indexedDB.0.values.0.clientState.mutations.5.state.variables'
  const places = [
    `${variables(1)}.#url holds X-Amz-`,
    `${variables(2)}.url holds X-Amz-`,
    `${variables(3)}.Symbol(url) holds X-Amz-`,
    `${variables(4)}.[[Entries]].0.key holds X-Amz-`,
    `${variables(5)}.file holds [closed `,
    `${kept}.file holds [closed `,
    'console holds X-Amz-',
  ]
  await expect.poll(() => app.leaks(), { timeout: 15_000 }).toEqual(expect.arrayContaining(places))
})

describe.each(persisters)('T-64: a reload in mid-upload, with a persister in %s', (persister) => {
  test.each(['by-default', 'everything'] as const)(
    'that keeps %s, leaves nothing that is busy, and starts nothing',
    async (persists) => {
      const app = await openApp(stage, { persister, persists })
      const images = await stage.objects('avatars/')
      await hold(app.page, /staging/)
      await app.choose()
      await app.phase('uploading')
      await expectStepSeen(app, 'send', ['cache', ...(persists === 'everything' ? [persister] : [])])

      await app.page.reload()
      await app.phase('idle')
      const restored = await app.inPage((again) => again.restored.map(({ state }) => state.variables))
      // An app that lets every mutation be kept has this one, too: ids that mean nothing after the reload.
      const id = expect.any(String)
      expect(restored).toEqual(persists === 'everything' ? [{ picture: { id }, grant: { id } }] : [])
      expect(await app.leaks()).toEqual([])
      const keys = await app.inPage(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])
      // Those of the devtools and the persister: the package itself writes to no store.
      expect(keys.filter((key) => !/^TanstackQueryDevtools\b|^persisted-client$/.test(key))).toEqual([])
      expect(app.wire()).toEqual(['request-url', 'PUT'])
      expect(await app.inPage(({ heard }) => heard)).toEqual([])
      expect(await stage.objects('avatars/')).toEqual(images)
    },
  )
})
