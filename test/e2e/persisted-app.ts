import { fileURLToPath } from 'node:url'
import type { CDPSession, Page } from 'playwright'
import { jpeg } from '../picture/samples.ts'
import { listenToConsole } from './console-calls.ts'
import { grantedSecrets } from './granted-secrets.ts'
import type { App } from './persisted-page/app.ts'
import type { Stage } from './stage.ts'
import { type Finding, unfoldValue } from './unfold-value.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const PERSISTED_PAGE = {
  root: folder('./persisted-page'),
  cacheDir: folder('../../node_modules/.vite/persisted-page'),
}

export interface AppPage {
  page: Page
  secrets: string[]
  choose(): Promise<void>
  phase(phase: string): Promise<void>
  /** The requests of uploads so far: PUT for the one to the storage, else the last segment of its route. */
  wire(): string[]
  /** Asks, or changes, the app in the page. */
  inPage<Result>(act: (app: App) => Result): Promise<Result>
  /** All that can be found in the page now, and in the console since it was opened. */
  findings(): Promise<Finding[]>
  /** Where one of the secrets, or an object that may hold one, or the bytes, was found. */
  leaks(): Promise<string[]>
}

export interface AppOptions {
  persister: 'localStorage' | 'indexedDB'
  /** What the app lets its persister keep. Default: everything. */
  persists?: 'everything' | 'by-default'
}

/** The page of `persisted-page`, with its devtools open on the mutations. */
export async function openApp(
  stage: Stage,
  { persister, persists = 'everything' }: AppOptions,
): Promise<AppPage> {
  const { page, requests } = await stage.openPage(`/?persister=${persister}&persists=${persists}`)
  // Room for the devtools, which lie over the lower part of the page.
  await page.setViewportSize({ width: 1280, height: 1400 })
  const session = await page.context().newCDPSession(page)
  const consoleCalls = await listenToConsole(session)
  const secrets = await grantedSecrets(page)
  await page.getByText('Mutations', { exact: true }).click()

  async function findings(): Promise<Finding[]> {
    await unfoldDevtools(page)
    return [...(await collect(session)), ...(await consoleCalls())]
  }
  return {
    page,
    secrets,
    findings,
    choose: async () =>
      page.locator('input[type=file]').setInputFiles({
        name: 'a.jpg',
        mimeType: 'image/jpeg',
        buffer: Buffer.from(await jpeg({ width: 64 })),
      }),
    phase: (phase) => page.locator(`[data-part=root][data-state=${phase}]`).waitFor(),
    wire: () => requests.flatMap((request) => stepOf(request) ?? []),
    async inPage(act) {
      const app = await page.evaluateHandle((): App => Reflect.get(globalThis, 'app'))
      return app.evaluate(act)
    },
    async leaks() {
      const found = await findings()
      return found.flatMap(({ path, text }) =>
        [...secrets, '[closed ', '[too deep]']
          .filter((secret) => text.includes(secret))
          .map((secret) => `${path} holds ${secret.slice(0, 20)}`),
      )
    },
  }
}

async function collect(session: CDPSession): Promise<Finding[]> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: 'app.collect()',
    awaitPromise: true,
  })
  if (exceptionDetails !== undefined) throw new Error(`app.collect: ${exceptionDetails.text}`)
  return unfoldValue(session, result, 'app')
}

/** Opens the step that runs, if one does, and every object in its details. */
async function unfoldDevtools(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const aFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const buttons = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
    buttons('.tsqd-query-row')[0]?.click()
    for (let depth = 0; depth < 6; depth += 1) {
      await aFrame()
      for (const button of buttons('.tsqd-main-panel [aria-expanded=false]:not([aria-haspopup])'))
        button.click()
    }
  })
}

function stepOf(request: string): string | null {
  if (request.startsWith('PUT ')) return 'PUT'
  return request.startsWith('POST ') ? request.slice(request.lastIndexOf('/') + 1) : null
}
