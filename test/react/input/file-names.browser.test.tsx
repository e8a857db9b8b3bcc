import { expect, test } from 'vitest'
import { forEachOwner } from '../each-owner.ts'
import { picture, renderPhoto } from '../render-photo.tsx'

// The name of a file is written by whoever sent it: it is shown, and goes no further.

const real = forEachOwner()

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** The component while it waits for a URL, which is when it names the file. */
async function uploading(name: string, uploadingText?: (fileName: string) => string) {
  const backend = real()
  const held = backend.hold('request-url')
  const messages = uploadingText && { uploading: uploadingText }
  const photo = renderPhoto({ endpoint: backend.endpoint, messages })
  photo.choose(await picture('#468', name))
  await photo.phase('requesting')
  const line = photo.group().querySelector<HTMLElement>('[data-part=status]')
  const end = async () => {
    held.release()
    await photo.status('Profile photo saved.')
  }
  return { ...photo, line, end }
}

test('T-27: no override in a name reaches the live region, what is seen, or an accessible name', async () => {
  const { group, status, line, end } = await uploading('photo\u202Egpj.exe\u0000\u200B')
  await status('Uploading photogpj.exe.')
  expect(group().querySelector('[role=status]')?.textContent).not.toMatch(HIDDEN)
  // Around the name, and set by us: they keep what it does to itself.
  expect(line?.textContent).toBe('Uploading \u2068photogpj.exe\u2069.')
  const attributes = [group(), ...group().querySelectorAll('*')].flatMap((element) =>
    element.getAttributeNames().map((name) => element.getAttribute(name)),
  )
  expect(attributes.filter((value) => HIDDEN.test(value ?? ''))).toEqual([])
  await end()
})

test('T-27: a name that runs from right to left moves nothing of the sentence around it', async () => {
  const { line, end } = await uploading('صورة', (fileName) => `${fileName} 42`)
  const leftOf = (part: string) => {
    const range = document.createRange()
    const text = line?.firstChild as Text
    const start = text.data.indexOf(part)
    range.setStart(text, start)
    range.setEnd(text, start + part.length)
    return range.getBoundingClientRect().left
  }
  expect(leftOf('42')).toBeGreaterThan(leftOf('صورة'))
  await end()
})

test('T-27: a name of 64 kB does not fill the live region', async () => {
  const { group, status, end } = await uploading(`${'x'.repeat(64 * 1024)}.png`)
  await status(`Uploading ${'x'.repeat(39)}…${'x'.repeat(16)}.png.`)
  expect(group().querySelector('[role=status]')?.textContent).toHaveLength('Uploading .'.length + 60)
  await end()
})
