import { type ChildProcess, spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { playwright } from '@vitest/browser-playwright'
import type { BrowserProvider, TestProject } from 'vitest/node'
import type { KeyPresser } from './press-keys.ts'

/** Debian's webkit2gtk-driver puts it below a folder named after the machine and the version. */
const MINI_BROWSERS = '/usr/lib/*/webkit2gtk-4*/MiniBrowser'
const STARTUP_MS = 15_000

/**
 * WebKitGTK's MiniBrowser as a provider for Vitest: Playwright has no build of it for this system's libraries. It
 * needs an X display. Of commands it knows `pressKeys`: for the rest, tests use the page's own means.
 */
export function webkit(): ReturnType<typeof playwright> {
  // How Vitest serves its pages is the same for every browser.
  const { serverFactory, options } = playwright()
  return {
    name: 'webkitgtk',
    supportedBrowser: ['webkit'],
    options,
    serverFactory,
    providerFactory: createProvider,
  }
}

function createProvider(project: TestProject): BrowserProvider {
  // Without its interface, as in CI, Vitest asks for a size of the window. Any will do.
  // @ts-expect-error -- a command that its types do not list
  project.browser?.registerCommand('__vitest_viewport', () => {})
  let driver: WebDriver | null = null
  return {
    name: 'webkitgtk',
    supportsParallelism: false,
    getCommandsContext: (): KeyPresser => ({
      async pressKey(chord) {
        if (driver === null) throw new Error('No page is open yet.')
        await driver.pressKey(chord)
      },
    }),
    async openPage(_sessionId, url) {
      driver ??= await startDriver()
      await driver.open(url)
    },
    async close() {
      await driver?.close()
      driver = null
    },
  }
}

interface WebDriver extends KeyPresser {
  open(url: string): Promise<void>
  close(): Promise<void>
}

/** WebKitWebDriver and one session of it, by the few calls of the protocol that are needed. */
async function startDriver(): Promise<WebDriver> {
  const [binary] = globSync(MINI_BROWSERS)
  if (binary === undefined) throw new Error(`There is no ${MINI_BROWSERS}: install webkit2gtk-driver.`)
  const port = await freePort()
  const child = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore' })
  process.once('exit', () => child.kill())
  const origin = `http://127.0.0.1:${port}`
  await untilReady(origin, child)
  const capabilities = {
    alwaysMatch: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
    },
  }
  const { sessionId } = await call<{ sessionId: string }>('POST', `${origin}/session`, { capabilities })
  const session = `${origin}/session/${sessionId}`
  return {
    open: (url) => call('POST', `${session}/url`, { url }),
    pressKey: (chord) =>
      call('POST', `${session}/actions`, {
        actions: [{ type: 'key', id: 'keyboard', actions: keyActions(chord) }],
      }),
    async close() {
      await call('DELETE', session)
      child.kill()
    },
  }
}

/** Keys that are no characters, as WebDriver writes them. */
const KEY_VALUES: Readonly<Record<string, string>> = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  Space: ' ',
}

/** "Shift+Tab": down in this order, and up in the other. */
function keyActions(chord: string): { type: 'keyDown' | 'keyUp'; value: string }[] {
  const values = chord.split('+').map((key) => KEY_VALUES[key] ?? key)
  return [
    ...values.map((value) => ({ type: 'keyDown' as const, value })),
    ...values.toReversed().map((value) => ({ type: 'keyUp' as const, value })),
  ]
}

async function untilReady(origin: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + STARTUP_MS
  while (child.exitCode === null && Date.now() < end) {
    const isReady = await call<{ ready: boolean }>('GET', `${origin}/status`).then(
      ({ ready }) => ready,
      () => false,
    )
    if (isReady) return
  }
  throw new Error('WebKitWebDriver does not start.')
}

async function call<T>(method: string, url: string, body?: object): Promise<T> {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) })
  const { value } = (await response.json()) as { value: T }
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(value)}`)
  return value
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
