import { describe, expect, onTestFinished, test } from 'vitest'
import { choosePicture, samplePicture } from '../../src/testing/index.ts'
import { contrastOf } from './contrast.ts'
import { openPhoto, type Photo, tabTo } from './open-photo.tsx'
import { dragEnter } from './drag.ts'

const SAVED = { current: samplePicture('png') }

describe.each(['light', 'dark'])('in %s', (theme) => {
  async function open(options = {}): Promise<Photo> {
    document.documentElement.dataset['theme'] = theme
    onTestFinished(() => document.documentElement.removeAttribute('data-theme'))
    const photo = await openPhoto({}, options)
    expect(contrastOf(card(photo), theme === 'dark' ? '#000' : '#fff')).toBeLessThan(1.5)
    return photo
  }
  const card = ({ group }: Photo) => getComputedStyle(group()).backgroundColor
  const style = ({ group }: Photo, part: string) => {
    const element = group().querySelector(`[data-part=${part}]`)
    if (element === null) throw new Error(`There is no ${part}.`)
    return getComputedStyle(element)
  }

  test('every text stands out from what is behind it', async () => {
    const photo = await open({})
    expect(contrastOf(style(photo, 'label').color, card(photo))).toBeGreaterThanOrEqual(4.5)
    expect(contrastOf(style(photo, 'hint').color, card(photo))).toBeGreaterThanOrEqual(4.5)
    const filled = style(photo, 'choose')
    expect(contrastOf(filled.color, filled.backgroundColor)).toBeGreaterThanOrEqual(4.5)

    await choosePicture(photo.group(), samplePicture('empty'))
    await photo.phase('error')
    await expect.poll(() => contrastOf(style(photo, 'error').color, card(photo))).toBeGreaterThanOrEqual(4.5)
    await choosePicture(photo.group(), samplePicture())
    await photo.phase('success')
    await expect.poll(() => contrastOf(style(photo, 'status').color, card(photo))).toBeGreaterThanOrEqual(4.5)
    for (const part of ['choose', 'remove']) {
      expect(contrastOf(style(photo, part).color, card(photo))).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('the edge of a button, the ring of the focus, the bar and the edge of the target stand out', async () => {
    const photo = await open(SAVED)
    await tabTo('Remove photo')
    expect(contrastOf(style(photo, 'remove').outlineColor, card(photo))).toBeGreaterThanOrEqual(3)
    await dragEnter(document.body, [samplePicture()])
    await expect.poll(photo.drag).toBe('near')
    expect(contrastOf(getComputedStyle(photo.group()).outlineColor, card(photo))).toBeGreaterThanOrEqual(3)
    await dragEnter(photo.group(), [samplePicture()])
    await expect.poll(photo.drag).toBe('accept')
    expect(contrastOf(getComputedStyle(photo.group()).outlineColor, card(photo))).toBeGreaterThanOrEqual(3)

    const send = photo.backend.hold('send')
    await choosePicture(photo.group(), samplePicture())
    await send.reached
    await expect.poll(() => photo.query.queryByRole('progressbar')).not.toBeNull()
    expect(contrastOf(style(photo, 'cancel').borderTopColor, card(photo))).toBeGreaterThanOrEqual(3)
    const { stroke } = style(photo, 'fill')
    expect(contrastOf(stroke, card(photo))).toBeGreaterThanOrEqual(3)
    expect(contrastOf(stroke, style(photo, 'track').stroke)).toBeGreaterThanOrEqual(3)
    send.release()
  })
})
