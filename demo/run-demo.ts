import { prepareBucket } from './prepare-bucket.ts'
import type { S3Bucket } from './s3-environment.ts'
import { startDemo } from './start-demo.ts'

/**
 * Serves the demo until Ctrl-C.
 *
 * @param s3 Null: a strict S3 in memory.
 * @throws {Error} when it cannot be prepared
 */
export async function runDemo(s3: S3Bucket | null): Promise<void> {
  let notes: readonly string[] = []
  const demo = await startDemo({
    port: 5173,
    ...(s3 !== null && {
      async openStorage(origins: readonly string[]) {
        notes = await prepareBucket(s3, origins)
        return { ...s3, browserEndpoint: s3.endpoint, close: () => Promise.resolve() }
      },
    }),
  })
  const { browserEndpoint, bucket } = demo.storage
  const storage = s3 === null ? `${browserEndpoint} (in memory)` : `${browserEndpoint}/${bucket}`
  console.log(`
  Profile picture demo   ${demo.url}
  S3 server              ${storage}
${notes.map((note) => `\n  ${note}\n`).join('')}
  Press Ctrl+C to stop.
`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await demo.close()
}
