import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createStrictS3 } from '../../src/testing/index.ts'
import { listen } from '../../src/testing/node.ts'
import { callS3 } from '../s3/s3-client.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

test('setup finishes what it has begun when nobody reads on, as with | head', async () => {
  const s3 = createStrictS3({ buckets: [{ name: 'my-pictures' }], credentials: { KEY: 'secret' } })
  const { url, close } = await listen(s3.fetch)
  try {
    const args = ['setup', '--bucket', 'my-pictures', '--origin', 'https://app.example.com']
    const child = spawn(process.execPath, [MAIN, ...args, '--s3-endpoint', url], {
      env: { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.destroy()
    expect(await once(child, 'close')).toEqual([0, null])
    const access = { region: 'us-east-1', accessKeyId: 'KEY', secretAccessKey: 'secret', endpoint: url }
    for (const document of ['cors', 'lifecycle', 'policy']) {
      expect((await callS3(access, 'GET', `${url}/my-pictures?${document}`)).status).toBe(200)
    }
  } finally {
    await close()
  }
})
