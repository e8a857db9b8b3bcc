import type { Meta } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { misfits } from '../test/a11y/misfits.ts'
import { ProfileImageDropzone } from '../src/index.ts'
import { gallery } from './stage/gallery.tsx'
import { applyMediaRules } from './stage/media-rules.ts'
import { ENDPOINT } from './stage/network.ts'
import { hint, ownPage, type PhotoArgs, type PhotoStory, withoutDelay } from './stage/photo.ts'
import { portraitUrl } from './stage/portrait.ts'
import { openScene, type Scene } from './stage/scene.ts'

/**
 * The default stylesheet where it is put to the test. Each state in each of these looks is compared with a screenshot by
 * `npm run test:looks`; here is one of each, to try.
 */
const meta: Meta<PhotoArgs> = {
  title: 'Look',
  component: ProfileImageDropzone,
  args: { endpoint: ENDPOINT, src: portraitUrl },
  globals: withoutDelay,
  parameters: { docs: { ...gallery } },
}
export default meta

const saved = {
  phase: 'idle',
  buttons: ['Change photo', 'Remove photo'],
  lines: [hint],
  picture: 'Current profile photo',
  said: [],
} as const

/** Held at 42%, where there is most to see. */
const uploading = {
  phase: 'uploading',
  buttons: ['Change photo', 'Cancel'],
  lines: ['Uploading portrait.jpg.', /^42% · /],
  bar: 42,
  picture: 'New profile photo',
  said: ['status: Uploading portrait.jpg.'],
} as const

async function holdAt42({ backend, choose }: Scene): Promise<void> {
  const hold = backend.hold('send')
  await choose()
  await hold.reached
  hold.progress(0.42)
}

/** By `color-scheme` of the page, or `data-theme` on anything around. */
export const Dark: PhotoStory = {
  globals: { ...withoutDelay, theme: 'dark' },
  async play(context) {
    const scene = openScene(context)
    await holdAt42(scene)
    await scene.looks(uploading)
    const { backgroundColor, color } = getComputedStyle(scene.group)
    await expect(luminance(backgroundColor)).toBeLessThan(0.2)
    await expect(luminance(color)).toBeGreaterThan(0.7)
  },
}

/** Everything mirrors, by logical properties; numbers keep their order. */
export const Rtl: PhotoStory = {
  name: 'Right to left',
  globals: { ...withoutDelay, locale: 'ar' },
  async play(context) {
    const scene = openScene(context)
    await expect(scene.group).toHaveAccessibleName('صورة الملف الشخصي')
    await expect(scene.buttons()).toHaveLength(2)
    await expect(getComputedStyle(scene.group).direction).toBe('rtl')
    const picture = scene.part('picture').getBoundingClientRect()
    await expect(picture.left).toBeGreaterThan(scene.part('content').getBoundingClientRect().right)
    await expect(misfits(scene.group)).toEqual([])
    await scene.sounds([])
  },
}

/**
 * The rules of the stylesheet for forced colors, put in force by hand: borders, and a bar in colours of the system. The
 * colours themselves are replaced by the browser alone: in Chromium's developer tools, Rendering, "Emulate forced-colors".
 */
export const ForcedColors: PhotoStory = {
  parameters: ownPage,
  beforeEach: () => applyMediaRules('forced-colors'),
  async play(context) {
    const scene = openScene(context)
    await holdAt42(scene)
    await scene.looks(uploading)
    await expect(scene.part('fill')).toHaveStyle({ stroke: systemColor('Highlight') })
    await expect(scene.part('track')).toHaveStyle({ stroke: systemColor('GrayText') })
  },
}

/** Nothing turns, slides or fades. */
export const ReducedMotion: PhotoStory = {
  parameters: ownPage,
  globals: { ...withoutDelay, motion: 'reduced' },
  async play(context) {
    const scene = openScene(context)
    scene.backend.hold('confirm')
    await scene.choose()
    await scene.looks({
      ...uploading,
      phase: 'confirming',
      buttons: ['Change photo'],
      lines: ['Finishing.'],
      bar: 'indeterminate',
      said: [...uploading.said, 'status: Finishing.'],
    })
    const running = scene.group
      .getAnimations({ subtree: true })
      .filter(({ playState }) => playState === 'running')
    await expect(running).toEqual([])
  },
}

/** As on the narrowest of phones, or at a zoom of 400% on a desktop: nothing scrolls sideways. */
export const Narrow: PhotoStory = {
  name: '320px',
  decorators: [
    (Story) => (
      <div style={{ inlineSize: 288 }}>
        <Story />
      </div>
    ),
  ],
  async play(context) {
    const scene = openScene(context)
    await scene.looks(saved)
    await expect(scene.group.getBoundingClientRect().width).toBeLessThanOrEqual(288)
    await expect(misfits(scene.group)).toEqual([])
    await holdAt42(scene)
    await scene.looks(uploading)
    await expect(misfits(scene.group)).toEqual([])
  },
}

/** Texts twice as large, by the root's font size, as in the settings of a browser. No word is cut but a long file name. */
export const Text200: PhotoStory = {
  name: 'Text at 200%',
  parameters: { docs: { story: { inline: false, height: '340px' } } },
  beforeEach() {
    const { style } = document.documentElement
    style.fontSize = '200%'
    return () => style.removeProperty('font-size')
  },
  async play(context) {
    const scene = openScene(context)
    await scene.looks(saved)
    await expect(scene.part('hint')).toHaveStyle({ fontSize: '30px' })
    await expect(misfits(scene.group)).toEqual([])
  },
}

/** From 0, black, to 1, white: near enough to tell light from dark. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number)
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
}

function systemColor(name: string): string {
  const element = document.createElement('i')
  element.style.color = name
  document.body.append(element)
  const { color } = getComputedStyle(element)
  element.remove()
  return color
}
