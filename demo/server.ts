// `npm run demo`: the page, the backend route and a strict S3 in memory, in one process.
import { startDemo } from './start-demo.ts'

const demo = await startDemo({ port: 5173 })
console.log(`
  Profile picture demo   ${demo.url}
  S3 server (in memory)  ${demo.storage.browserEndpoint}

  Press Ctrl+C to stop.
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void demo.close().then(() => process.exit(0))
  })
}
