import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { commands, page } from 'vitest/browser'
import { ar } from '../../src/messages/ar.ts'
import { de } from '../../src/messages/de.ts'
import { english } from '../../src/react/texts/english.ts'
import type { Messages } from '../../src/react/texts/messages.ts'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { canEmulate, useFinger } from './emulate.ts'
import { misfits } from './misfits.ts'
import { focused, openPhoto, type Photo } from './open-photo.tsx'

const SAVED = { current: samplePicture('png') }
const LONG_NAME = `${'holiday-'.repeat(30)}.jpg`

/** Those with the most to show. */
const STATES: Readonly<Record<string, (photo: Photo) => Promise<void>>> = {
  'an image': async () => {},
  async 'an upload of a file with a long name'(photo) {
    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture('jpeg', { name: LONG_NAME }))
    await send.reached
    send.progress(0.42)
    await expect.poll(() => photo.query.getByRole('progressbar').ariaValueNow).toBe('42')
  },
  async 'an error'(photo) {
    photo.backend.fail('signatureMismatch')
    await choosePicture(photo.group(), samplePicture())
    await photo.phase('error')
  },
  async 'a long refusal'(photo) {
    await choosePicture(photo.group(), samplePicture('tooLarge'))
    await photo.phase('error')
  },
  async 'nothing, and what was removed'(photo) {
    photo.group().querySelector<HTMLElement>('[data-part=remove]')?.click()
    await photo.phase('removed')
  },
}

beforeEach(async () => {
  const before = { width: innerWidth, height: innerHeight }
  onTestFinished(() => page.viewport(before.width, before.height))
})
afterEach(() => {
  for (const name of ['lang', 'dir', 'style']) document.documentElement.removeAttribute(name)
})

describe.each([
  { width: 320, text: '100%' },
  { width: 640, text: '200%' },
  { width: 320, text: '200%' },
])('at $width px and text of $text', ({ width, text }) => {
  describe.each([english, de, ar])('in $locale', (messages) => {
    test.each(Object.entries(STATES))('%s fits', async (_, arrange) => {
      await page.viewport(width, 640)
      document.documentElement.style.fontSize = text
      const photo = await openIn(messages)
      await arrange(photo)
      expect(document.documentElement.clientWidth).toBeLessThanOrEqual(width)
      expect(misfits(photo.group())).toEqual([])
    })
  })
})

test('words of the app that are longer than a line are broken', async () => {
  await page.viewport(320, 640)
  const word = 'Profilfotoaktualisierungsmöglichkeiten'.repeat(2)
  const photo = await openPhoto({ label: word, hint: word, messages: { choose: word } })
  document.body.querySelectorAll('body > button').forEach((button) => button.remove())
  expect(misfits(photo.group())).toEqual([])
})

test('from right to left, the picture is at the right', async () => {
  await page.viewport(800, 600)
  const photo = await openIn(ar)
  const picture = photo.query.getByRole('img').getBoundingClientRect()
  const label = photo.query.getByText(ar.label).getBoundingClientRect()
  expect(picture.left).toBeGreaterThan(label.right)
  const [first, second] = photo.query.getAllByRole('button').map((button) => button.getBoundingClientRect())
  expect(first?.left).toBeGreaterThan(second?.left ?? 0)
})

describe('every target', () => {
  test.each(Object.entries(STATES))('is 24 px at least: %s', async (_, arrange) => {
    const photo = await openPhoto({}, SAVED)
    await arrange(photo)
    expect(smallestSide(photo)).toBeGreaterThanOrEqual(24)
  })

  test.runIf(canEmulate).each(Object.entries(STATES))(
    'is 44 px at least, where it is met with a finger: %s',
    async (_, arrange) => {
      await useFinger()
      const photo = await openPhoto({}, SAVED)
      await arrange(photo)
      expect(smallestSide(photo)).toBeGreaterThanOrEqual(44)
    },
  )
})

test('the button that has the focus by the keyboard has a ring around it', async () => {
  const photo = await openPhoto({}, SAVED)
  await commands.pressKeys('Tab')
  for (const name of photo.buttons()) {
    await commands.pressKeys('Tab')
    expect(focused()).toBe(name)
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(photo.button(name ?? ''))
    expect([outlineStyle, outlineWidth, outlineOffset]).toEqual(['solid', '2px', '2px'])
  }
})

async function openIn(messages: Messages): Promise<Photo> {
  const { documentElement } = document
  documentElement.lang = messages.locale
  documentElement.dir = messages === ar ? 'rtl' : 'ltr'
  const photo = await openPhoto({ messages, label: messages.label }, SAVED)
  document.body.querySelectorAll('body > button').forEach((button) => button.remove())
  return photo
}

function smallestSide({ query }: Photo): number {
  const sides = query.getAllByRole('button').flatMap((button) => {
    const { width, height } = button.getBoundingClientRect()
    return [width, height]
  })
  return Math.min(...sides)
}
