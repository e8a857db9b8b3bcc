import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { within } from '@testing-library/dom'
import { type ReactNode, StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished } from 'vitest'
import { commands } from 'vitest/browser'
import { ProfileImageDropzone, type ProfileImageDropzoneProps } from '../../src/index.ts'
import '../../src/react/styles.css'
import { createTestBackend, samplePicture, type TestBackendOptions } from '../../src/testing/index.ts'
import { listenTo } from './announcement-log.ts'

/** Uploads wait, and machines are slow. */
const PATIENTLY = { timeout: 10_000 }

type Props = Omit<Partial<ProfileImageDropzoneProps>, 'uploader'>

export type Photo = Awaited<ReturnType<typeof openPhoto>>

/**
 * The component between two other controls of a page, over the real handler and a strict S3. React runs as in an app:
 * without act(), which would render at other times.
 *
 * @param options With `current`, an image is saved already, and shown.
 */
export async function openPhoto(props: Props = {}, options: TestBackendOptions = {}) {
  const backend = createTestBackend(options)
  await backend.ready
  const saved = options.current === undefined ? null : URL.createObjectURL(options.current)
  const { container, render } = openPage()
  const show = (next: Props) =>
    render(<ProfileImageDropzone src={saved} {...backend.props} {...(next as { uploader?: undefined })} />)
  show(props)
  const said = listenTo(container)
  return { backend, said, rerender: show, ...photoIn(container) }
}

/** An empty place between two buttons, in a page that has the focus and is cleared after the test. */
export function openPage() {
  const container = document.createElement('main')
  document.body.replaceChildren(button('Before'), container, button('After'))
  const root = createRoot(container)
  const client = new QueryClient()
  onTestFinished(() => {
    root.unmount()
    document.body.replaceChildren()
  })
  window.focus()
  return {
    container,
    /** At once, effects included: StrictMode runs them twice, and would end what a test has begun in between. */
    render(children: ReactNode) {
      flushSync(() => {
        root.render(
          <StrictMode>
            <QueryClientProvider client={client}>{children}</QueryClientProvider>
          </StrictMode>,
        )
      })
    },
  }
}

function button(name: string): HTMLButtonElement {
  const element = document.createElement('button')
  element.textContent = name
  return element
}

/** The component as its users find it: by roles and names. */
export function photoIn(container: HTMLElement) {
  const query = within(container)
  const group = () => query.getByRole('group')
  return {
    container,
    group,
    query,
    button: (name: string) => query.getByRole('button', { name }),
    buttons: () => query.queryAllByRole('button').map(({ textContent }) => textContent),
    async phase(phase: string) {
      await expect.poll(() => group().dataset['state'], PATIENTLY).toBe(phase)
    },
    drag: () => group().dataset['drag'],
  }
}

/** Where the keyboard is: the name of the button, or whatever else it should not be on. */
export function focused(): string | null {
  const element = document.activeElement
  if (element instanceof HTMLButtonElement) return element.textContent
  return element === null ? null : element.tagName.toLowerCase()
}

/** What Tab comes to on its way from the button before the component to the one after it. */
export async function tabStops(chord: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<(string | null)[]> {
  const [from, to] = chord === 'Tab' ? ['Before', 'After'] : ['After', 'Before']
  focusOutside(from)
  const stops: (string | null)[] = []
  // More than there can be, so that a trap ends as well.
  while (stops.length < 10) {
    await commands.pressKeys(chord)
    if (focused() === to) break
    stops.push(focused())
  }
  return stops
}

function focusOutside(name: string): void {
  within(document.body).getByRole('button', { name }).focus()
}

/** By Tab, as often as it takes. */
export async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 10 && focused() !== name; presses += 1) await commands.pressKeys('Tab')
  expect(focused()).toBe(name)
}

/** A check of it never ends. */
export function endlessPicture(): File {
  const picture = samplePicture()
  return Object.assign(picture, { slice: () => ({ arrayBuffer: () => new Promise(() => {}) }) })
}
