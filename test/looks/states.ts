import { vi } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { openScene, type Scene } from './scene.tsx'

/** A state of the component, and how a user gets there. */
export interface State {
  name: string
  open(): Promise<Scene>
}

const SAVED = URL.createObjectURL(samplePicture('png'))

export const STATES: readonly State[] = [
  state('empty', () => openScene()),
  state('initials', () => openScene({ fallback: 'AL' })),
  state('saved', () => openScene({ src: SAVED })),
  state('disabled', () => openScene({ src: SAVED, disabled: true })),
  state('preparing', async () => {
    vi.spyOn(crypto.subtle, 'digest').mockReturnValue(new Promise(() => {}))
    const scene = openScene()
    await choose(scene)
    await scene.until('[data-state=preparing]')
    return scene
  }),
  state('requesting', async () => {
    const scene = openScene()
    scene.backend.hold('request-url')
    await choose(scene)
    await scene.until('[data-state=requesting]')
    return scene
  }),
  state('uploading', () => sendPart('holiday.jpg')),
  state('long-name', () => sendPart(`${'A holiday by the sea, '.repeat(3)}.jpg`)),
  state('indeterminate', async () => {
    const scene = openScene()
    scene.backend.hold('send')
    await choose(scene)
    await scene.until('[data-state=uploading]:has([data-indeterminate])')
    return scene
  }),
  state('stalled', async () => {
    const scene = openScene()
    scene.backend.hold('send')
    await choose(scene)
    // After ten seconds without a byte.
    await vi.waitUntil(() => scene.root().textContent.includes('connection is slow'), 20_000)
    return scene
  }),
  state('offline', async () => {
    const scene = openScene()
    scene.backend.fail('offline', { times: Infinity })
    await choose(scene)
    await scene.until('[data-state=waiting]')
    return scene
  }),
  state('confirming', async () => {
    const scene = openScene()
    scene.backend.hold('confirm')
    await choose(scene)
    await scene.until('[data-state=confirming]')
    return scene
  }),
  state('success', async () => {
    const scene = openScene()
    await choose(scene)
    await scene.until('[data-state=success]')
    return scene
  }),
  state('error-retryable', async () => {
    const scene = openScene({ src: SAVED })
    scene.backend.fail('unauthenticated')
    await choose(scene)
    await scene.until('[data-state=error]:has([data-part=retry])')
    return scene
  }),
  state('error-final', async () => {
    const scene = openScene({ fallback: 'AL' })
    await choosePicture(scene.root(), samplePicture('renamed'))
    await scene.until('[data-state=error]:not(:has([data-part=retry]))')
    return scene
  }),
  state('removing', async () => {
    const scene = openScene({ src: SAVED })
    scene.backend.hold('remove')
    click(scene, 'remove')
    await scene.until('[data-state=removing]')
    return scene
  }),
  state('removed', async () => {
    const scene = openScene()
    await choose(scene)
    await scene.until('[data-state=success]')
    click(scene, 'remove')
    await scene.until('[data-state=removed]:has([data-part=undo])')
    return scene
  }),
  state('drag-accept', () => dragOver('accept', samplePicture())),
  state('drag-reject', () => dragOver('reject', samplePicture('svg'))),
  state('near', async () => {
    const scene = openScene({ src: SAVED })
    drag(document.body, samplePicture())
    await scene.until('[data-drag=near]')
    return scene
  }),
]

function state(name: string, open: () => Scene | Promise<Scene>): State {
  return { name, open: async () => open() }
}

function choose(scene: Scene): Promise<void> {
  return choosePicture(scene.root(), samplePicture('jpeg', { name: 'holiday.jpg' }))
}

function click(scene: Scene, part: string): void {
  scene.root().querySelector<HTMLElement>(`[data-part=${part}]`)?.click()
}

async function sendPart(name: string): Promise<Scene> {
  const scene = openScene()
  const sending = scene.backend.hold('send')
  await choosePicture(scene.root(), samplePicture('jpeg', { name }))
  await sending.reached
  sending.progress(0.42)
  await scene.until(':has([aria-valuenow="42"])')
  return scene
}

async function dragOver(verdict: 'accept' | 'reject', file: File): Promise<Scene> {
  const scene = openScene({ src: SAVED })
  drag(scene.root(), file)
  await scene.until(`[data-drag=${verdict}]`)
  return scene
}

function drag(over: Element, file: File): void {
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
  over.dispatchEvent(new DragEvent('dragenter', { bubbles: true, cancelable: true, dataTransfer }))
}
