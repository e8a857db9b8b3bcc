import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { msw } from 'msw/vite'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './scripts/browser.mjs'

const launchOptions = await chromiumLaunchOptions()

// A function, not a shared object: Vitest writes the project's name into `instances`.
const chromium = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions }),
  instances: [{ browser: 'chromium' as const }],
})

// A test runs in Chromium when its name says so (*.browser.test.tsx), and in Node otherwise.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts', 'test/e2e/**'],
        },
      },
      {
        // Its service worker would swallow the upload progress of other pages of its origin: a project of its own.
        extends: './vite.config.ts',
        plugins: [msw({ mode: 'worker-only' })],
        test: { name: 'react', include: ['test/react/**/*.browser.test.tsx'], browser: chromium() },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: 'test/upload/storage-server.ts',
          browser: chromium(),
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: './vite.config.ts',
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('.storybook', import.meta.url)) })],
        test: { name: 'stories', browser: chromium() },
      },
    ],
  },
})
