import { describe, expect, test } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { canEmulate, useMedia } from './emulate.ts'
import { openPhoto } from './open-photo.tsx'

async function openUploading() {
  const photo = await openPhoto({}, { current: samplePicture('png') })
  const send = photo.backend.hold('send')
  await choosePicture(photo.group(), samplePicture())
  await send.reached
  await expect.poll(() => photo.query.queryByRole('progressbar')).not.toBeNull()
  return { photo, send }
}

function styleOf(root: Element, selector: string): CSSStyleDeclaration {
  const element = root.querySelector(selector)
  if (element === null) throw new Error(`There is no ${selector}.`)
  return getComputedStyle(element)
}

test('an upload of which nothing is known turns', async () => {
  const { photo, send } = await openUploading()
  expect(styleOf(photo.group(), '[data-part=progress] svg').animationName).toBe('profile-image-turn')
  send.release()
})

test.runIf(canEmulate)('with reduced motion nothing turns, slides or fades', async () => {
  await useMedia({ 'prefers-reduced-motion': 'reduce' })
  const { photo, send } = await openUploading()
  const all = [photo.group(), ...photo.group().querySelectorAll('*')].map((element) =>
    getComputedStyle(element),
  )
  expect(new Set(all.map(({ animationName }) => animationName))).toEqual(new Set(['none']))
  // What is named without a duration happens at once.
  expect(new Set(all.map(({ transitionDuration }) => transitionDuration))).toEqual(new Set(['0s']))
  send.release()
})

describe.runIf(canEmulate)('in forced colors', () => {
  test('the card and every button have a border, the filled and the quiet one as well', async () => {
    await useMedia({ 'forced-colors': 'active' })
    const photo = await openPhoto({}, { current: samplePicture('png') })
    for (const element of [photo.group(), ...photo.query.getAllByRole('button')]) {
      const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(element)
      expect([borderTopWidth, borderTopStyle]).toEqual(['1px', 'solid'])
      expect(borderTopColor).not.toMatch(/^rgba\(.*, 0\)$/)
    }
  })

  test('the bar has the colours of the system: what is done, and what is not', async () => {
    await useMedia({ 'forced-colors': 'active' })
    const { photo, send } = await openUploading()
    expect(styleOf(photo.group(), '[data-part=fill]').stroke).toBe(systemColor('Highlight'))
    expect(styleOf(photo.group(), '[data-part=track]').stroke).toBe(systemColor('GrayText'))
    send.release()
  })

  test('the place of a missing picture can be seen', async () => {
    await useMedia({ 'forced-colors': 'active' })
    const photo = await openPhoto()
    expect(styleOf(photo.group(), '[data-part=fallback]').borderTopWidth).toBe('1px')
  })
})

/** As it computes where it stands for a colour. */
function systemColor(name: string): string {
  const probe = document.createElement('span')
  probe.style.forcedColorAdjust = 'none'
  probe.style.color = name
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
