import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { dragEnter, dragLeave, drop, folderTransfer, paste, transferOf } from './drag.ts'
import { useFinger } from './emulate.ts'
import { openPhoto, type Photo } from './open-photo.tsx'

const LINK = transferOf([], (transfer) => transfer.setData('text/uri-list', 'https://example.com/cat.jpg'))

/** Refused with these words, which are seen, heard, and a description of the button; and nothing was asked for. */
async function refused(photo: Photo, words: string): Promise<void> {
  await photo.phase('error')
  await expect.poll(() => photo.said.at(-1)).toBe(`! Error: ${words}`)
  expect(photo.group().querySelector('[data-part=error]')).toBeVisible()
  expect(photo.button('Choose photo')).toHaveAccessibleDescription(expect.stringContaining(words))
  expect(photo.backend.images).toEqual([])
}

async function nothingHappens(photo: Photo): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([photo.group().dataset['state'], photo.said]).toEqual(['idle', []])
}

test.each(['chosen', 'dropped'])('several files that are %s are refused together', async (how) => {
  const photo = await openPhoto()
  const files = [samplePicture(), samplePicture('png'), samplePicture('webp')]
  if (how === 'chosen') await choosePicture(photo.group(), ...files)
  else expect(await drop(photo.group(), files)).toBe(true)
  await refused(photo, 'Choose one photo. You chose 3.')
  expect(photo.said).not.toContain('Drop to use this photo.')
})

test('a folder is refused, and not read', async () => {
  const photo = await openPhoto()
  expect(await drop(photo.group(), folderTransfer('Holidays'))).toBe(true)
  await refused(photo, 'Folders cannot be used. Choose one photo.')
})

test('a picture that is dragged here from a page is refused with a way out, and its address is not asked', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  onTestFinished(() => fetched.mockRestore())
  const photo = await openPhoto()
  expect(await drop(photo.group(), LINK)).toBe(true)
  await refused(photo, 'That picture is a link. Save it to your device, or copy the picture and paste it.')
  expect(fetched).not.toHaveBeenCalled()
})

test('a file without bytes is refused as that', async () => {
  const photo = await openPhoto()
  await choosePicture(photo.group(), samplePicture('empty'))
  await refused(photo, 'The selected file is empty.')
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
  await refused(
    photo,
    'The selected file must be a JPEG, PNG or WebP. It is not a picture that we recognise.',
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
  test.each([
    ['a file', transferOf([samplePicture()])],
    ['a link', LINK],
  ])('of %s does nothing; of a file the browser does not open it either', async (what, dragged) => {
    const photo = await openPhoto()
    const isKept = await drop(document.body, dragged)
    if (what === 'a file') expect(isKept).toBe(true)
    await nothingHappens(photo)
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
    await nothingHappens(photo)
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
    await nothingHappens(photo)
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
    const opened = vi.fn((event: Event) => event.preventDefault())
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
    await nothingHappens(photo)
    expect(photo.buttons()).toEqual(['Choose photo'])
    expect(photo.group().querySelector('input[capture]')).toBeNull()
  })
})
