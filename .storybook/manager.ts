import { addons } from 'storybook/manager-api'

// In the order of preview.tsx: as roots, groups would come after all that is in none.
addons.setConfig({ sidebar: { showRoots: false } })
