import { Description, Stories, Subtitle, Title } from '@storybook/addon-docs/blocks'
import type { ReactElement } from 'react'

/**
 * For a group whose docs page shows each story once, and lets it play: `parameters: { docs: { ...gallery } }`. Spread, because
 * Storybook writes the description into the object that it finds in the source, or makes another one.
 */
export const gallery = {
  page: Gallery,
  story: { autoplay: true },
  canvas: { sourceState: 'none' },
  controls: { disable: true },
}

function Gallery(): ReactElement {
  return (
    <>
      <Title />
      <Subtitle />
      <Description />
      <Stories title="" />
    </>
  )
}

const SOURCES = import.meta.glob<string>('../examples/*.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/**
 * Parameters of a story with an example that is in a file of its own: its code is shown as it stands there.
 *
 * @param name Of the file in `examples/`, without its ending.
 */
export function exampleOf(name: string) {
  const code = SOURCES[`../examples/${name}.tsx`]
  if (code === undefined) throw new Error(`There is no examples/${name}.tsx.`)
  return { docs: { canvas: { sourceState: 'shown' }, source: { code, language: 'tsx' } } }
}
