import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { msw } from 'msw/vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { dropzone19, newestPeers, type Peers, react18 } from './test/compat/peers.ts'
import { browserUnderTest, engine } from './test/engines/browser-under-test.ts'
import { screenshotComparison } from './test/looks/screenshot-comparison.ts'

// Examples of the documentation import this package by its name; tsconfig.json says where its sources are.
const bySource = { tsconfigPaths: true }

// A test runs in a browser when its name says so (*.browser.test.tsx), and in Node otherwise.
export default defineConfig({
  test: {
    reporters: ['default', './test/outcome-reporter.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/**/*.browser.test.ts',
            'test/e2e/**',
            'test/faults/matrix/**',
            'test/faults/soak/**',
            'test/frameworks/**',
          ],
        },
      },
      {
        extends: './vite.config.ts',
        resolve: bySource,
        test: { name: 'jsdom', include: ['test/**/*.jsdom.test.tsx'], environment: 'jsdom' },
      },
      {
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['test/types/**/*.test-d.{ts,tsx}'],
            tsconfig: 'test/types/tsconfig.json',
          },
        },
      },
      componentTests('react', newestPeers),
      // The same with the oldest peers: `npm run test:compat`.
      componentTests('react-18', react18),
      componentTests('dropzone-19', dropzone19),
      {
        extends: './vite.config.ts',
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: [
            'test/upload/lazy/failing-modules.ts',
            'test/upload/steps/storage-server.ts',
            'test/upload/steps/refusing-storages.ts',
          ],
          browser: browserUnderTest(),
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'a11y',
          include: ['test/a11y/**/*.browser.test.tsx'],
          browser: browserUnderTest(),
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Real servers on a busy machine answer later than within a second.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          // Some minutes of real Chromium: `npm run test:faults`.
          name: 'faults',
          include: ['test/faults/matrix/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // A thousand uploads in one page: `npm run test:soak`.
        test: { name: 'soak', include: ['test/faults/soak/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // Packages of their own, and this one as users install it: `npm run test:frameworks`.
        test: {
          name: 'frameworks',
          include: ['test/frameworks/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: './vite.config.ts',
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('.storybook', import.meta.url)) })],
        // Some wait as long as users do: a stall is one after ten seconds.
        test: { name: 'stories', testTimeout: 40_000, browser: browserUnderTest() },
      },
      // Needs the browser of its references: `npm run test:looks`.
      ...(engine === 'drawing-chromium' ? [looks()] : []),
    ],
  },
})

function looks(): TestProjectInlineConfiguration {
  return {
    extends: './vite.config.ts',
    test: {
      name: 'looks',
      include: ['test/looks/**/*.browser.test.tsx'],
      testTimeout: 30_000,
      hookTimeout: 30_000,
      browser: {
        ...browserUnderTest(),
        expect: { toMatchScreenshot: screenshotComparison },
      },
    },
  }
}

/** Their service worker would swallow the upload progress of other pages of its origin: a project of its own. */
function componentTests(
  name: string,
  { alias, react, reactDropzone }: Peers,
): TestProjectInlineConfiguration {
  return {
    extends: './vite.config.ts',
    plugins: [msw({ mode: 'worker-only' })],
    resolve: { ...bySource, alias },
    test: {
      name,
      include: ['test/{react,testing}/**/*.browser.test.tsx'],
      provide: { peers: { react, reactDropzone } },
      browser: browserUnderTest(),
    },
  }
}
