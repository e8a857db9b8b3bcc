import type { StorybookConfig } from '@storybook/react-vite'
import { apiTables } from './api-tables.ts'

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.stories.tsx', '../stories/**/*.mdx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  features: { sidebarOnboardingChecklist: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // It cannot read props that are a union; api-tables.ts reads the sources instead.
  typescript: { reactDocgen: false },
  viteFinal: (vite) => ({
    ...vite,
    // The examples import this package by its name; tsconfig.json says where its sources are.
    resolve: { ...vite.resolve, tsconfigPaths: true },
    plugins: [...(vite.plugins ?? []), apiTables()],
  }),
}
export default config
