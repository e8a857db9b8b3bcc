import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { misfits } from '../a11y/misfits.ts'
import { lackingContrast } from './contrast.ts'
import { DARK, LIGHT, LOOKS, PHONE, RTL } from './look.ts'
import type { Scene } from './scene.tsx'
import { STATES } from './states.ts'

/** Of the first state in each look. */
const places = new Map<string, object>()

describe.each(STATES)('$name', (state) => {
  let scene: Scene | undefined
  beforeAll(async () => {
    scene = await state.open()
  })
  afterEach(() => {
    document.documentElement.style.fontSize = ''
  })
  afterAll(() => {
    scene?.close()
    vi.restoreAllMocks()
  })
  async function show(look: (typeof LOOKS)[number]): Promise<Scene> {
    if (scene === undefined) throw new Error('The state was not reached.')
    await scene.show(look)
    return scene
  }

  test.each(LOOKS)('looks as accepted: $name', async (look) => {
    const { frame } = await show(look)
    await expect(frame()).toMatchScreenshot(`${look.name}/${state.name}`)
  })

  test.each([LIGHT, RTL])(
    'is as high as each other state, with the picture in its place: $name',
    async (look) => {
      const place = placeOf(await show(look))
      expect(place).toEqual(places.get(look.name) ?? place)
      places.set(look.name, place)
    },
  )

  test.each([PHONE, RTL])('fits into 320 px, with texts twice as large as well: $name', async (look) => {
    const { root } = await show({ ...look, isPhone: true })
    for (const fontSize of ['', '32px']) {
      document.documentElement.style.fontSize = fontSize
      expect(misfits(root())).toEqual([])
    }
  })

  test.each([LIGHT, DARK])('has texts of 4.5:1, and controls and ring of 3:1: $name', async (look) => {
    const { root } = await show(look)
    expect(lackingContrast(root())).toEqual([])
  })
})

/** What must be the same in all states. */
function placeOf({ root }: Scene): object {
  const { width, height, x, y } = root().getBoundingClientRect()
  const picture = root().querySelector('[data-part=preview], [data-part=fallback]')?.getBoundingClientRect()
  expect(picture?.width).toBeGreaterThan(90)
  return { width, height, pictureX: (picture?.x ?? NaN) - x, pictureY: (picture?.y ?? NaN) - y }
}
