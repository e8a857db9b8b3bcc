import type { Preview } from '@storybook/react-vite'
import { configure } from 'storybook/test'
import '../src/react/styles.css'
import { resetAfterwards } from '../stories/stage/backend-of.ts'
import { WithBackend, WithPage, WithQueryClient } from '../stories/stage/surroundings.tsx'
import { globalTypes, initialGlobals } from '../stories/stage/toolbar.ts'

// Play functions run on machines that are busy with other tests.
configure({ asyncUtilTimeout: 5_000 })

const preview: Preview = {
  tags: ['autodocs'],
  initialGlobals,
  globalTypes,
  parameters: {
    layout: 'fullscreen',
    backgrounds: { disable: true },
    controls: { expanded: true },
    // The code as people write it, without the backend of the stories.
    docs: { source: { excludeDecorators: true } },
    options: {
      storySort: {
        order: [
          'Start',
          ['Introduction', 'Playground', 'How it works'],
          'States',
          ['Under way', 'Ended', 'Dragging'],
          'Faults',
          'Inputs',
          'Customise',
          ['Classes and words', 'Parts and hook', 'Forms'],
          'Look',
          'API',
          'Accessibility',
          ['Docs', 'Try it', 'Journey'],
        ],
      },
    },
    // A violation fails the story's test.
    a11y: {
      test: 'error',
      options: {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        // axe leaves it out unless it is asked for.
        rules: { 'target-size': { enabled: true } },
      },
    },
  },
  beforeEach: resetAfterwards,
  decorators: [WithBackend, WithQueryClient, WithPage],
}
export default preview
