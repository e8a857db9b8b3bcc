import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { chromiumLaunchOptions } from '../../../scripts/browser.mjs'
import { type BuiltPage, buildPage } from '../page/build-page.ts'
import { watchPage } from '../page/watch-page.ts'
import type { FaultsPage, PageEntry } from '../page/page-entry.ts'
import { openScene, type Scene, type SceneOptions } from '../scene/scene.ts'

/** One browser and one built page, for as many runs as there are. */
export interface Stage {
  open(options?: SceneOptions & { hasFakeClock?: boolean }): Promise<Run>
  close(): Promise<void>
}

/** A page of its own with a backend and a storage of its own. */
export interface Run {
  scene: Scene
  page: Page
  context: BrowserContext
  entries: PageEntry[]
  consoleTexts: string[]
  pageErrors: string[]
  /** Moves all clocks, and lets the page's timers fire on the way. */
  advance(ms: number): Promise<void>
  close(): Promise<void>
}

declare const faults: FaultsPage

export async function openStage(): Promise<Stage> {
  const [built, browser] = await Promise.all([
    buildPage(),
    chromiumLaunchOptions().then((options) => chromium.launch(options)),
  ])
  return {
    open: (options) => openRun(browser, built, options),
    close: () => browser.close(),
  }
}

async function openRun(
  browser: Browser,
  built: BuiltPage,
  { hasFakeClock = true, ...options }: SceneOptions & { hasFakeClock?: boolean } = {},
): Promise<Run> {
  const scene = await openScene(built, options)
  const context = await browser.newContext()
  const page = await context.newPage()
  const entries: PageEntry[] = []
  const consoleTexts: string[] = []
  const pageErrors: string[] = []
  page.on('console', (message) => consoleTexts.push(message.text()))
  page.on('pageerror', (error) => pageErrors.push(String(error)))
  await page.exposeFunction('report', (entry: PageEntry) => void entries.push(entry))
  await page.addInitScript(watchPage)
  if (hasFakeClock) await page.clock.install({ time: Date.now() })
  await page.goto(scene.url)
  await page.locator('[data-part=root][data-state=idle]').waitFor()
  return {
    scene,
    page,
    context,
    entries,
    consoleTexts,
    pageErrors,
    async advance(ms) {
      if (!hasFakeClock) return sleep(20)
      scene.moveClocks(ms)
      await page.clock.fastForward(ms)
    },
    async close() {
      await context.close()
      await scene.close()
    },
  }
}

/** What is told reaches us a little later than what is asked. */
export async function allTold(run: Run): Promise<void> {
  const begin = run.entries.findLastIndex(({ kind }) => kind === 'loaded')
  for (;;) {
    if (run.entries.length - begin >= (await run.page.evaluate(() => faults.toldCount()))) return
  }
}
