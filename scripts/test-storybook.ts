// `npm run test:storybook`: builds Storybook and opens every story and every docs page of it in Chromium. Each has to render
// and to play to its end, without an error in the console and without a request that leaves this machine.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Browser, chromium, type Page } from 'playwright'
import { preview } from 'vite'
import { readApi } from '../.storybook/read-api.ts'
import { chromiumLaunchOptions } from './browser.mjs'

const FOLDER = 'dist-storybook'
/** The slowest page plays all stories of faults, some of which wait as long as people would. */
const TIMEOUT_MS = 120_000

interface Entry {
  id: string
  type: 'story' | 'docs'
}

execFileSync(
  process.execPath,
  ['node_modules/storybook/dist/bin/dispatcher.js', 'build', '-o', FOLDER, '--quiet'],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
  },
)
const server = await preview({
  configFile: false,
  appType: 'mpa',
  logLevel: 'error',
  build: { outDir: FOLDER },
  preview: { host: '127.0.0.1', port: 6107 },
})
const address = server.resolvedUrls?.local[0] ?? ''
const browser = await chromium.launch(await chromiumLaunchOptions())
const index: { entries: Record<string, Entry> } = JSON.parse(readFileSync(`${FOLDER}/index.json`, 'utf8'))
const entries = Object.values(index.entries)
const failures: string[] = []
try {
  const queue = [...entries]
  const work = Array.from({ length: availableParallelism() }, async () => {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
      failures.push(...(await visit(browser, entry)))
    }
  })
  await Promise.all(work)
  failures.push(...(await visitFrame(browser)))
} finally {
  await browser.close()
  await server.close()
}
const count = (type: Entry['type']) => entries.filter((entry) => entry.type === type).length
console.log(`test-storybook: ${count('story')} stories, ${count('docs')} pages, ${failures.length} failures`)
for (const failure of failures) console.error(failure)
process.exitCode = failures.length === 0 ? 0 : 1

/** What went wrong with a story or a page. */
async function visit(from: Browser, { id, type }: Entry): Promise<string[]> {
  const { page, found, wrong } = await openPage(from, id)
  await page.goto(`${address}iframe.html?id=${id}&viewMode=${type}`)
  await page.waitForFunction(hasEnded, type, { timeout: TIMEOUT_MS }).catch(() => wrong('has not ended'))
  for (const error of await page.evaluate(errorsSeen)) wrong(error)
  if (id === 'api--docs') await expectEveryProp(page, wrong)
  await page.close()
  return found
}

/** What went wrong with the frame around all of them: sidebar, toolbar, panels. */
async function visitFrame(from: Browser): Promise<string[]> {
  const { page, found, wrong } = await openPage(from, 'frame')
  await page.goto(address)
  const menus = ['Theme', 'Direction', 'Language', 'Network', 'Motion']
  for (const menu of menus) {
    await page
      .getByRole('button', { name: new RegExp(menu) })
      .first()
      .waitFor()
      .catch(() => wrong(`has no menu "${menu}"`))
  }
  await page.close()
  return found
}

/** `wrong` notes what is wrong in `found`, under the name. */
async function openPage(from: Browser, name: string) {
  const page = await from.newPage()
  const found: string[] = []
  // The first lines: the rest is the whole page.
  const wrong = (what: string) => void found.push(`${name}: ${what.split('\n').slice(0, 6).join('\n  ')}`)
  page.on('pageerror', ({ message }) => wrong(message))
  page.on('console', (message) => {
    const isOfTheMissingImage = isOwnStorage(message.location().url)
    if (message.type() === 'error' && !isOfTheMissingImage) wrong(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (leaves(request.url())) wrong(`asks ${request.url()}`)
  })
  return { page, found, wrong }
}

function leaves(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  const isOfNetwork = protocol.startsWith('http') || protocol.startsWith('ws')
  return isOfNetwork && hostname !== '127.0.0.1' && !isOwnStorage(url)
}

/** The bucket of the stories lies in the memory of the page: browsers ask this machine for its images, in vain. */
function isOwnStorage(url: string): boolean {
  return url.startsWith('https://s3.localhost/')
}

/** The page of the API has every property of the types that apps use. */
async function expectEveryProp(page: Page, wrong: (what: string) => void): Promise<void> {
  const text = (await page.locator('#storybook-docs').textContent()) ?? ''
  const sources = {
    UseProfileImageUploadOptions: 'use-profile-image-upload.ts',
    DropzoneLook: 'profile-image-dropzone.tsx',
    UploaderControls: 'profile-image-uploader.ts',
    PropGetters: 'prop-getters.ts',
    PartState: 'parts/part.tsx',
    PartProps: 'parts/part.tsx',
  }
  for (const [type, path] of Object.entries(sources)) {
    const file = `src/react/${path}`
    const { members = [] } = readApi(file, readFileSync(file, 'utf8'))[type] ?? {}
    if (members.length === 0) wrong(`found no ${type} in ${file}`)
    for (const { name, description } of members) {
      if (!text.includes(name)) wrong(`has no ${type}.${name}`)
      const words = description.split(/`/)[0] ?? ''
      if (!text.includes(words)) wrong(`does not say of ${type}.${name}: ${words}`)
    }
  }
}

/** What Storybook keeps in its pages. */
interface StorybookPage {
  __STORYBOOK_PREVIEW__?: { storyRenders: { phase?: string }[] }
}

function hasEnded(type: Entry['type']): boolean {
  const { __STORYBOOK_PREVIEW__: storybook } = globalThis as StorybookPage
  const renders = storybook?.storyRenders ?? []
  // A docs page has as many as it shows without a frame of their own.
  const expected = type === 'story' ? 1 : document.querySelectorAll('.sb-story:not(:has(iframe))').length
  const isThere = type === 'story' || document.querySelector('#storybook-docs h1') !== null
  return (
    isThere &&
    renders.length >= expected &&
    renders.every(({ phase = '' }) => ['finished', 'errored', 'aborted'].includes(phase))
  )
}

function errorsSeen(): string[] {
  const isShown = document.body.matches('.sb-show-errordisplay, .sb-show-nopreview')
  const text = document.querySelector('#error-message, .sb-nopreview')?.textContent ?? ''
  const { __STORYBOOK_PREVIEW__: storybook } = globalThis as StorybookPage
  const renders = storybook?.storyRenders ?? []
  const hasErrored = renders.some(({ phase }) => phase === 'errored')
  return isShown || hasErrored ? [`shows an error: ${text}`] : []
}
