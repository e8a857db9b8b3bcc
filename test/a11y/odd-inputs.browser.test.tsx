import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { dragEnter, dragLeave, drop, folderTransfer, paste, transferOf } from './drag.ts'
import { useFinger } from './emulate.ts'
import { openPhoto, type Photo } from './open-photo.tsx'

const HINT = 'JPEG, PNG or WebP, up to 5\u00A0MB. You can also drop or paste a photo.'
const LINK = transferOf([], (transfer) => transfer.setData('text/uri-list', 'https://example.com/cat.jpg'))

/** What becomes of a refusal: it is heard, seen, and a description of the button; and nothing was saved. */
async function refusalOf(photo: Photo) {
  await photo.phase('error')
  await expect.poll(() => photo.said.at(-1)).toMatch(/^! /)
  return {
    heard: photo.said.at(-1),
    seen: photo.group().querySelector<HTMLElement>('[data-part=error]')?.innerText,
    described: descriptionOf(photo.button('Choose photo')),
    saved: photo.backend.images.length,
  }
}

function refusal(words: string): Awaited<ReturnType<typeof refusalOf>> {
  const whole = `Error: ${words}`
  return { heard: `! ${whole}`, seen: whole, described: `${HINT} ${whole}`, saved: 0 }
}

function descriptionOf(element: HTMLElement): string {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}

/** Where it is after a while, and what it has said. */
async function later(photo: Photo): Promise<[string | undefined, readonly string[]]> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  return [photo.group().dataset['state'], photo.said]
}

test.each([
  ['chosen', ({ group }: Photo, files: File[]) => choosePicture(group(), ...files)],
  ['dropped', ({ group }: Photo, files: File[]) => drop(group(), files)],
])('several files that are %s are refused together', async (_, act) => {
  const photo = await openPhoto()
  await act(photo, [samplePicture(), samplePicture('png'), samplePicture('webp')])
  expect(await refusalOf(photo)).toEqual(refusal('Choose one photo. You chose 3.'))
  expect(photo.said).not.toContain('Drop to use this photo.')
})

test('a folder is refused, and not read', async () => {
  const photo = await openPhoto()
  expect(await drop(photo.group(), folderTransfer('Holidays'))).toBe(true)
  expect(await refusalOf(photo)).toEqual(refusal('Folders cannot be used. Choose one photo.'))
})

test('a picture that is dragged here from a page is refused with a way out, and its address is not asked', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  onTestFinished(() => fetched.mockRestore())
  const photo = await openPhoto()
  expect(await drop(photo.group(), LINK)).toBe(true)
  expect(await refusalOf(photo)).toEqual(
    refusal('That picture is a link. Save it to your device, or copy the picture and paste it.'),
  )
  expect(fetched).not.toHaveBeenCalled()
})

test('a file without bytes is refused as that', async () => {
  const photo = await openPhoto()
  await choosePicture(photo.group(), samplePicture('empty'))
  expect(await refusalOf(photo)).toEqual(refusal('The selected file is empty.'))
})

test('a picture with a wrong extension and a wrong type is taken for what its bytes are', async () => {
  const photo = await openPhoto()
  const png = new File([samplePicture('png')], 'notes.txt', { type: 'text/plain' })
  await drop(photo.group(), [png])
  await photo.phase('success')
  expect(photo.backend.images.map(({ type }) => type)).toEqual(['image/png'])
})

test('a program that is named like a picture is refused', async () => {
  const photo = await openPhoto()
  await choosePicture(photo.group(), samplePicture('renamed'))
  expect(await refusalOf(photo)).toEqual(
    refusal('The selected file must be a JPEG, PNG or WebP. It is not a picture that we recognise.'),
  )
})

test('the same file can be chosen twice: the picker opens with nothing chosen', async () => {
  const photo = await openPhoto()
  const input = photo.group().querySelector<HTMLInputElement>('input[type=file]')
  const values: (string | undefined)[] = []
  input?.addEventListener('click', (event) => {
    event.preventDefault()
    values.push(input.value)
  })
  const file = samplePicture()
  for (const _ of [1, 2]) {
    photo.query.getAllByRole('button')[0]?.click()
    await choosePicture(photo.group(), file)
    await photo.phase('success')
    await expect.poll(() => photo.said.at(-1)).toBe('Profile photo saved.')
  }
  expect(values).toEqual(['', ''])
  expect(photo.backend.images.length).toBe(2)
})

describe('a drop beside it', () => {
  test('of a file does nothing, and the browser does not open it', async () => {
    const photo = await openPhoto()
    expect(await drop(document.body, [samplePicture()])).toBe(true)
    expect(await later(photo)).toEqual(['idle', []])
  })

  test('of a link does nothing', async () => {
    const photo = await openPhoto()
    await drop(document.body, LINK)
    expect(await later(photo)).toEqual(['idle', []])
  })

  test('is invited to come nearer', async () => {
    const photo = await openPhoto()
    const files = [samplePicture()]
    await dragEnter(document.body, files)
    await expect.poll(photo.drag).toBe('near')
    expect(getComputedStyle(photo.group()).outlineStyle).toBe('dashed')
    await dragLeave(document.body, files)
    await expect.poll(photo.drag).toBe('none')
  })
})

describe('a paste', () => {
  test('of a picture is an upload, under a name that means something', async () => {
    const photo = await openPhoto()
    const picture = samplePicture('png', { name: 'image.png' })
    paste(photo.button('Choose photo'), transferOf([picture]))
    await photo.phase('success')
    await expect.poll(() => photo.said[0]).toBe('Uploading Pasted photo.')
  })

  test('of text does nothing', async () => {
    const photo = await openPhoto()
    const text = transferOf([], (transfer) => transfer.setData('text/plain', 'https://example.com/cat.jpg'))
    paste(photo.button('Choose photo'), text)
    expect(await later(photo)).toEqual(['idle', []])
  })

  test('of two pictures takes the first', async () => {
    const photo = await openPhoto()
    paste(photo.button('Choose photo'), transferOf([samplePicture('webp'), samplePicture('png')]))
    await photo.phase('success')
    expect(photo.backend.images.map(({ type }) => type)).toEqual(['image/webp'])
  })

  test('elsewhere on the page is not taken', async () => {
    const photo = await openPhoto()
    paste(document.body, transferOf([samplePicture('png')]))
    expect(await later(photo)).toEqual(['idle', []])
  })
})

describe('the camera', () => {
  test('is offered where the main pointer is a finger, and opens by an input of its own', async () => {
    await useFinger()
    const photo = await openPhoto()
    await expect.poll(photo.buttons).toEqual(['Choose photo', 'Take photo'])
    const input = photo.group().querySelector<HTMLInputElement>('input[capture]')
    expect(input).toHaveAttribute('capture', 'user')
    expect(input).toHaveAttribute('accept', 'image/jpeg,image/png,image/webp')
    const opened = vi.fn<(event: Event) => void>((event) => event.preventDefault())
    input?.addEventListener('click', opened)
    photo.button('Take photo').click()
    expect(opened).toHaveBeenCalledOnce()

    if (input !== null) input.files = transferOf([samplePicture()]).files
    input?.dispatchEvent(new Event('change', { bubbles: true }))
    await photo.phase('success')
    expect(input?.value).toBe('')
  })

  test('is not offered where it is a mouse', async () => {
    const photo = await openPhoto()
    expect(await later(photo)).toEqual(['idle', []])
    expect(photo.buttons()).toEqual(['Choose photo'])
    expect(photo.group().querySelector('input[capture]')).toBeNull()
  })
})
