import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { HowItWorks as Page } from './how-it-works/how-it-works.tsx'
import { backendOf } from './stage/backend-of.ts'
import { gallery } from './stage/gallery.tsx'
import { openScene } from './stage/scene.ts'
import type { Toolbar } from './stage/toolbar.ts'

/**
 * An upload takes three requests: the backend signs a URL, the browser sends the picture to the bucket, and the backend
 * confirms what arrived. Before the first one the browser looks at the bytes itself, so nothing wrong is ever sent. The
 * network is the one of the toolbar.
 */
const meta: Meta = { title: 'Start/How it works', parameters: { docs: { ...gallery } } }
export default meta

export const HowItWorks: StoryObj = {
  render: (_args, { id, globals }) => (
    <Page backend={backendOf({ id })} network={(globals as Toolbar).network} />
  ),
  async play(context) {
    const { canvasElement, step, viewMode } = context
    const scene = openScene(context)
    const lit = watchLights(canvasElement)
    const query = within(canvasElement)
    const start = query.getByRole('button', { name: 'Upload a sample photo' })
    // Whoever reads a docs page keeps the focus.
    await (viewMode === 'docs' ? start.click() : userEvent.click(start))

    await scene.looks(
      {
        phase: 'success',
        buttons: ['Change photo', 'Remove photo'],
        lines: ['Profile photo saved.'],
        picture: 'Current profile photo',
        said: ['status: Uploading portrait.jpg.', 'status: Finishing.', 'status: Profile photo saved.'],
      },
      15_000,
    )
    await step('Each step was lit, in order', async () => {
      await expect(lit).toEqual(['prepare', 'request-url', 'send', 'confirm'])
      for (const item of query.getAllByRole('listitem')) await expect(item).toHaveTextContent('done')
    })
    await step('The requests are listed, with status, bytes and time', async () => {
      const rows = () => query.getAllByRole('row').map((row) => row.textContent)
      await waitFor(() =>
        expect(rows().slice(1)).toEqual([
          expect.stringMatching(/^POST \/request-url20[01]0\.\d kB\d[\d,]* ms$/),
          expect.stringMatching(/^PUT \/staging\/…200\d+(\.\d)? kB\d[\d,]* ms$/),
          expect.stringMatching(/^POST \/confirm200\d.*kB\d[\d,]* ms$/),
        ]),
      )
    })
  },
}

/** The steps in the order in which they are lit. */
function watchLights(element: HTMLElement): string[] {
  const lit: string[] = []
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const item = target as HTMLElement
      if (item.ariaCurrent === 'step') lit.push(item.dataset['step'] ?? '')
    }
  })
  observer.observe(element, { attributes: true, attributeFilter: ['aria-current'], subtree: true })
  return lit
}
