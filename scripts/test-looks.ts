// `npm run test:looks`: what the component looks like, compared with the screenshots in test/looks/screenshots.
// Exit status: 1 when one differs, 2 when that browser cannot run here.
// `npm run test:looks -- --update` draws them anew; look at each before you commit it. Arguments go to Vitest.
import { noDrawingChromium } from './browser.mjs'
import { run } from './run-vitest.ts'

const reason = noDrawingChromium()
if (reason !== null) {
  console.error(`test-looks: skipped the screenshots: ${reason}`)
  process.exit(2)
}
const { status } = await run(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'looks', ...process.argv.slice(2)],
  { environment: { ENGINE: 'drawing-chromium' } },
)
process.exit(status)
