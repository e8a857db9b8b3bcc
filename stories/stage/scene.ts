import { expect, userEvent, waitFor, within } from 'storybook/test'
import { samplePicture } from '../../demo/page/sample-picture.ts'
import type { UploadPhase } from '../../src/index.ts'
import { choosePicture, type TestBackend } from '../../src/testing/index.ts'
import { listenTo } from './announcements.ts'
import { backendOf } from './backend-of.ts'

/** What there is to see and to hear. */
interface Look {
  phase: UploadPhase
  /** Names of all buttons: in the order in which Tab reaches them, and with no other stop among them. */
  buttons: readonly string[]
  /** The lines below the name that can be seen. */
  lines: readonly (string | RegExp)[]
  /** Per cent of the bar, or that it is there without a value. Default: there is none. */
  bar?: number | 'indeterminate' | undefined
  /** Its name. Default "Uploading photo". */
  barName?: string | undefined
  /** Alternative text of the picture; null where there is none. */
  picture: string | null
  /** Everything that the live regions have said so far, in order, as "status: …" and "alert: …". */
  said: readonly string[]
}

/** As much of the context of a play function as is needed here. */
interface PlayContext {
  id: string
  canvasElement: HTMLElement
  viewMode: 'story' | 'docs'
  globals: Record<string, unknown>
  abortSignal: AbortSignal
  step(label: string, play: () => Promise<void>): Promise<void> | void
}

/** What a play function looks at and acts on. */
export interface Scene {
  readonly backend: TestBackend
  readonly group: HTMLElement
  /** As by the file picker. Default: a portrait. */
  choose(...files: File[]): Promise<void>
  /** Clicks the part of this name. */
  press(part: string): Promise<void>
  /** @throws when it does not come to look so within `withinMs`; default 5 s. */
  looks(look: Look, withinMs?: number): Promise<void>
  /** Names of all buttons, in order. */
  buttons(): (string | null)[]
  /** The element of this name in `data-part`. */
  part(name: string): HTMLElement
  /** For what is arranged in another way: what the live regions have said so far. @throws like `looks`. */
  sounds(said: readonly string[], withinMs?: number): Promise<void>
  /** As `document.activeElement`, by the name of its part. On a docs page the focus stays with the reader. */
  hasFocus(part: string): Promise<void>
}

/** To be called first in a play function: from now on it hears what is said. */
export function openScene(context: PlayContext): Scene {
  const { canvasElement, globals, step } = context
  const isOnDocsPage = context.viewMode === 'docs' || isInDocsPage()
  const query = within(canvasElement)
  const [group] = query.getAllByRole('group')
  if (group === undefined) throw new Error('There is no group.')
  const said: string[] = []
  const stop = listenTo(canvasElement, ({ role, text }) => said.push(`${role}: ${text}`))
  context.abortSignal.addEventListener('abort', stop)
  /** On a docs page all stories of a group play at once, and a browser has other things to do. */
  const patience = isOnDocsPage ? 10 : 1

  return {
    backend: backendOf(context),
    group,
    choose: async (...files) => choosePicture(group, ...(files.length > 0 ? files : [await portrait()])),
    async press(part) {
      const button = partOf(group, part)
      // Not by the mouse of userEvent, which would take the focus of who reads a docs page.
      await (isOnDocsPage ? clickOn(button) : userEvent.click(button))
    },
    buttons: () => buttonNames(group),
    part: (name) => partOf(group, name),
    sounds: async (expected, withinMs = 5_000) =>
      step('Has said', () => waitFor(() => expectSaid(said, expected), { timeout: patience * withinMs })),
    async hasFocus(part) {
      if (isOnDocsPage) return
      await waitFor(() => expect(document.activeElement).toHaveAttribute('data-part', part))
    },
    looks: async (look, withinMs = 5_000) =>
      step(`Looks and sounds ${look.phase}`, async () => {
        await waitFor(() => expect(group).toHaveAttribute('data-state', look.phase), {
          timeout: patience * withinMs,
        })
        // The texts are those of the toolbar's language; which ones there are is the same in each.
        if (globals['locale'] !== 'en') return
        await expect(group).toHaveAccessibleName('Profile photo')
        await waitFor(() => expectSaid(said, look.said), { timeout: patience * withinMs })
        await expect(buttonNames(group)).toEqual(look.buttons)
        await expectLines(group, look.lines)
        await expectBar(group, look)
        const picture = within(group).queryByRole('img')
        await expect(picture?.getAttribute('alt') ?? null).toBe(look.picture)
        if (!isOnDocsPage) await expectTabOrder(group, look.buttons)
      }),
  }
}

/** A story that a docs page shows in a frame of its own: the focus is the page's, and moves between its frames. */
function isInDocsPage(): boolean {
  return new URLSearchParams(parent.location.search).get('viewMode') === 'docs'
}

/** Said only of what takes longer than a second, as it may on a busy machine. */
const WHEN_SLOW: ReadonlySet<string> = new Set(['status: Checking photo.', 'status: Removing photo.'])

function expectSaid(said: readonly string[], expected: readonly string[]): Promise<void> {
  const counted = said.filter((text) => expected.includes(text) || !WHEN_SLOW.has(text))
  return expect(counted).toEqual(expected)
}

export function portrait(): Promise<File> {
  return samplePicture({ name: 'portrait.jpg', side: 640, hasGrain: false })
}

function partOf(group: HTMLElement, name: string): HTMLElement {
  const part = group.querySelector<HTMLElement>(`[data-part=${name}]`)
  if (part === null) throw new Error(`There is no ${name}.`)
  return part
}

function buttonNames(element: HTMLElement): (string | null)[] {
  return within(element)
    .queryAllByRole('button')
    .map((button) => button.textContent)
}

async function expectLines(group: HTMLElement, lines: Look['lines']): Promise<void> {
  const seen = [...group.querySelectorAll<HTMLElement>('[data-part=message] > p')]
    .filter((line) => !line.hidden && line.textContent !== '')
    .map((line) => line.textContent.replaceAll(/[\u2066-\u2069]/g, ''))
  await expect(seen).toEqual(
    lines.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))),
  )
}

async function expectBar(group: HTMLElement, { bar, barName = 'Uploading photo' }: Look): Promise<void> {
  if (bar === undefined) return expect(within(group).queryByRole('progressbar')).toBeNull()
  const element = within(group).getByRole('progressbar')
  await expect(element).toHaveAccessibleName(barName)
  await waitFor(() =>
    expect(element.getAttribute('aria-valuenow')).toBe(bar === 'indeterminate' ? null : String(bar)),
  )
}

async function expectTabOrder(group: HTMLElement, buttons: readonly string[]): Promise<void> {
  const { activeElement } = document
  if (activeElement instanceof HTMLElement) activeElement.blur()
  const reached: (string | null)[] = []
  for (;;) {
    await userEvent.tab()
    if (!group.contains(document.activeElement)) break
    reached.push(document.activeElement?.textContent ?? null)
    if (reached.length > buttons.length) break
  }
  await expect(reached).toEqual(buttons)
}

function clickOn(element: Element): void {
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
}
