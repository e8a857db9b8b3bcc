import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, waitFor } from '@testing-library/react'
import '../../src/react/styles.css'
import { type Messages, ProfileImageDropzone, type ProfileImageDropzoneProps } from '../../src/index.ts'
import { ar } from '../../src/messages/ar.ts'
import { createTestBackend, type TestBackend } from '../../src/testing/index.ts'
import { emulate, type Look } from './look.ts'

/** One component on a page of its own, with a backend. */
export interface Scene {
  backend: TestBackend
  /** The component's element. */
  root(): HTMLElement
  /** The page around it, as far as a screenshot shows it. */
  frame(): HTMLElement
  /** Waits until a selector fits the component. */
  until(selector: string): Promise<unknown>
  /** Shows what is there now in another look. */
  show(look: Look): Promise<void>
  close(): void
}

type Props = Partial<Exclude<ProfileImageDropzoneProps, { uploader: unknown }>>

export function openScene(props: Props = {}): Scene {
  const backend = createTestBackend()
  const client = new QueryClient()
  const page = (isArabic: boolean, messages: Messages | undefined) => (
    <QueryClientProvider client={client}>
      <div className="frame" dir={isArabic ? 'rtl' : 'ltr'} lang={isArabic ? 'ar' : 'en'} style={FRAME}>
        <ProfileImageDropzone {...backend.props} {...props} messages={messages} />
      </div>
    </QueryClientProvider>
  )
  const view = render(page(false, undefined))
  const find = (selector: string) => {
    const element = view.container.querySelector<HTMLElement>(selector)
    if (element === null) throw new Error(`There is no ${selector}.`)
    return element
  }
  const root = () => find('.profile-image')
  return {
    backend,
    root,
    frame: () => find('.frame'),
    until: (selector) => waitFor(() => find(`.profile-image${selector}`), { timeout: 15_000 }),
    async show(look) {
      await emulate(look)
      view.rerender(look.isArabic === true ? page(true, ar) : page(false, undefined))
    },
    close() {
      view.unmount()
      // The next one is online again.
      backend.reset()
    },
  }
}

/** Room for what is drawn around the component, on the page's own background. */
const FRAME = {
  display: 'flow-root',
  inlineSize: 'fit-content',
  padding: 16,
  background: 'Canvas',
  colorScheme: 'light dark',
}
