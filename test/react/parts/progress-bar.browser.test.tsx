import { expect, test } from 'vitest'
import type { SendObject } from '../../../src/index.ts'
import { forEachOwner } from '../each-owner.ts'
import { picture, renderPhoto } from '../render-photo.tsx'

const real = forEachOwner()

test('the bar says the same hundredth in its value and in its text', async () => {
  let tell: (percent: number) => void = () => {}
  const send: SendObject = ({ body, signal, onProgress }) =>
    new Promise((_, reject) => {
      tell = (percent) => onProgress((body.size * (percent + 0.5)) / 100)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  const photo = renderPhoto({ endpoint: real().endpoint, send })
  photo.choose(await picture())
  await photo.phase('uploading')
  // 0.29 * 100 is a little less than 29 in binary fractions, and 0.58 * 100 than 58.
  for (const percent of [0, 7, 29, 58, 99]) {
    tell(percent)
    await expect.poll(() => photo.bar()?.getAttribute('aria-valuetext')).toBe(`${percent}%`)
    expect(photo.bar()).toHaveAttribute('aria-valuenow', `${percent}`)
  }
})
