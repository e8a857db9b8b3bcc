import { Description, Stories, Subtitle, Title } from '@storybook/addon-docs/blocks'
import type { ReactElement } from 'react'

/** Parameters of a group whose docs page shows each story once, and lets it play. */
export const gallery = {
  docs: {
    page: Gallery,
    story: { autoplay: true },
    canvas: { sourceState: 'none' },
    controls: { disable: true },
  },
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
