import { join } from 'node:path'
import type { BrowserConfigOptions } from 'vitest/node'

type Comparison = NonNullable<NonNullable<BrowserConfigOptions['expect']>['toMatchScreenshot']>

/**
 * The same browser with the same fonts draws the same pixels, but for the roundings of another processor: each may
 * differ by what nobody sees, and ten of some 100,000 by more. A corner of the palest line is more than that.
 */
export const screenshotComparison: Comparison = {
  comparatorName: 'pixelmatch',
  comparatorOptions: { threshold: 0.02, allowedMismatchedPixels: 10 },
  resolveScreenshotPath: ({ root, testFileDirectory, arg, ext }) =>
    join(root, testFileDirectory, 'screenshots', `${arg}${ext}`),
}
