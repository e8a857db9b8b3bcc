import { describe, expect, onTestFinished, test } from 'vitest'
import { cdp, commands, server } from 'vitest/browser'
import { samplePicture } from '../../src/testing/index.ts'
import { canEmulate } from './emulate.ts'
import { openPhoto, type Photo, tabTo } from './open-photo.tsx'

// Chromium drags and pastes for real when it is told to: its own events, a real file, a real folder, a real clipboard.

interface Dragged {
  /** Paths on this machine. */
  files?: string[]
  items?: { mimeType: string; data: string }[]
}

const FOLDER = `${server.config.root}/test`
const LINK: Dragged = { items: [{ mimeType: 'text/uri-list', data: 'https://example.com/cat.jpg' }] }

/** A picture on disk, for as long as the test runs. */
async function pictureOnDisk(name: string): Promise<string> {
  const path = `${server.config.root}/node_modules/.cache/${name}`
  const bytes = new Uint8Array(await samplePicture('png').arrayBuffer())
  await commands.writeFile(path, btoa(String.fromCharCode(...bytes)), { encoding: 'base64' })
  onTestFinished(() => commands.removeFile(path))
  return path
}

function drag(type: 'dragEnter' | 'dragOver' | 'drop', place: Place, { files = [], items = [] }: Dragged) {
  return cdp().send('Input.dispatchDragEvent', {
    type,
    ...place,
    data: { files, items, dragOperationsMask: 1 },
  })
}

interface Place {
  x: number
  y: number
}

function over({ group }: Photo): Place {
  const { x, y } = group().getBoundingClientRect()
  return { x: x + 20, y: y + 20 }
}

const beside: Place = { x: 5, y: 700 }

async function drop(place: Place, dragged: Dragged): Promise<void> {
  await drag('dragEnter', place, dragged)
  await drag('dragOver', place, dragged)
  await drag('drop', place, dragged)
}

describe.runIf(canEmulate)('in Chromium, for real:', () => {
  test('a file that is dropped is uploaded', async () => {
    const photo = await openPhoto()
    const picture = { files: [await pictureOnDisk('dropped.png')] }
    await drag('dragEnter', over(photo), picture)
    await drag('dragOver', over(photo), picture)
    await expect.poll(photo.drag).toBe('accept')
    await drag('drop', over(photo), picture)
    await photo.phase('success')
    await expect.poll(() => photo.said.at(-1)).toBe('Profile photo saved.')
    expect(photo.said).toEqual([
      'Drop to use this photo.',
      'Uploading dropped.png.',
      'Finishing.',
      'Profile photo saved.',
    ])
  })

  test('a folder that is dropped is refused', async () => {
    const photo = await openPhoto()
    await drop(over(photo), { files: [FOLDER] })
    await photo.phase('error')
    await expect.poll(() => photo.said.at(-1)).toBe('! Error: Folders cannot be used. Choose one photo.')
  })

  test('several files are not invited, and refused', async () => {
    const photo = await openPhoto()
    const files = [await pictureOnDisk('one.png'), await pictureOnDisk('other.png')]
    await drag('dragEnter', over(photo), { files })
    await expect.poll(photo.drag).toBe('reject')
    await drop(over(photo), { files })
    await expect.poll(() => photo.said).toEqual(['! Error: Choose one photo. You chose 2.'])
  })

  test('a link is refused with a way out', async () => {
    const photo = await openPhoto()
    await drop(over(photo), LINK)
    await expect.poll(() => photo.said.at(-1)).toContain('! Error: That picture is a link.')
  })

  test('a file that misses does not take the page away', async () => {
    const photo = await openPhoto()
    const address = location.href
    const missed = { files: [await pictureOnDisk('missed.png')] }
    await drag('dragEnter', beside, missed)
    await drag('dragOver', beside, missed)
    await expect.poll(photo.drag).toBe('near')
    await drag('drop', beside, missed)
    await expect.poll(photo.drag).toBe('none')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([location.href, photo.container.isConnected, photo.said]).toEqual([address, true, []])
  })

  test('Ctrl+V on a button of it uploads the picture of the clipboard', async () => {
    const photo = await openPhoto()
    await allowClipboard()
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': samplePicture('png') })])
    await tabTo('Choose photo')
    await commands.pressKeys('Control+v')
    await photo.phase('success')
    expect(photo.said[0]).toBe('Uploading Pasted photo.')
  })

  test('Ctrl+V elsewhere on the page does not', async () => {
    const photo = await openPhoto()
    await allowClipboard()
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': samplePicture('png') })])
    await tabTo('Before')
    await commands.pressKeys('Control+v')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([photo.group().dataset['state'], photo.said]).toEqual(['idle', []])
  })
})

async function allowClipboard(): Promise<void> {
  const { targetInfo } = (await cdp().send('Target.getTargetInfo')) as {
    targetInfo: { browserContextId: string }
  }
  const { browserContextId } = targetInfo
  const permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'] = [
    'clipboardReadWrite',
    'clipboardSanitizedWrite',
  ]
  await cdp().send('Browser.grantPermissions', { browserContextId, permissions })
}
