import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStrictS3 } from '../../src/testing/index.ts'
import { type Listener, listen } from '../../src/testing/node.ts'
import { newBucketName, realS3, SERVER } from '../s3/target.ts'

// `npm run demo` and `npm run demo:localstack`, as processes of their own.

const root = fileURLToPath(new URL('../..', import.meta.url))

let strict: Listener
let folder: string
beforeAll(async () => {
  strict = await listen(createStrictS3({ buckets: [], credentials: { test: 'test' } }).fetch)
  folder = mkdtempSync(join(tmpdir(), 'demo-commands-'))
})
afterAll(async () => {
  await strict.close()
  rmSync(folder, { recursive: true })
})

interface Command {
  process: ChildProcess
  /** What it has written so far. */
  output(): string
  status: Promise<number | null>
}

function start(script: string, environment: NodeJS.Dict<string>, ...args: string[]): Command {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const status = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { process: child, output: () => output, status }
}

/** Answers with the address of the page, when it is served. */
async function pageOf(command: Command): Promise<string> {
  const line = /Profile picture demo +(http:\S+)/
  await expect.poll(command.output, { timeout: 40_000 }).toMatch(line)
  return line.exec(command.output())?.[1] ?? ''
}

function givenBucket(): NodeJS.Dict<string> {
  const s3 =
    SERVER === 'memory'
      ? { endpoint: strict.url, region: 'us-east-1', accessKeyId: 'test', secretAccessKey: 'test' }
      : realS3()
  return {
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: newBucketName(),
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  }
}

test('npm run demo uses the bucket that its environment names, and ends on Ctrl-C', async () => {
  const bucket = givenBucket()
  const demo = start('demo/server.ts', bucket)
  const page = await pageOf(demo)
  expect(demo.output()).toContain(`S3 server              ${bucket['S3_ENDPOINT']}/${bucket['S3_BUCKET']}\n`)
  const answer = await fetch(`${page}/api/profile-image/request-url`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-profile-image': '1', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ type: 'image/png', sizeBytes: 10, sha256: `${'A'.repeat(43)}=` }),
  })
  const { upload }: { upload: { url: string } } = await answer.json()
  expect(upload.url).toContain(`${bucket['S3_ENDPOINT']}/${bucket['S3_BUCKET']}/staging/`)
  demo.process.kill('SIGINT')
  expect(await demo.status).toBe(0)
})

test('npm run demo says what its environment lacks, and ends with 2', async () => {
  const demo = start('demo/server.ts', { ...givenBucket(), S3_BUCKET: '' })
  expect(await demo.status).toBe(2)
  expect(demo.output()).toBe('demo: With S3_ENDPOINT, the demo needs S3_BUCKET, too.\n')
})

/** A `docker` that starts nothing, and writes down what it was asked for. */
function fakeDocker(running = ''): { environment: NodeJS.Dict<string>; calls(): string[] } {
  const bin = mkdtempSync(join(folder, 'bin-'))
  const log = join(bin, 'calls')
  const program = `#!/bin/sh\necho "$*" >>'${log}'\ncase "$*" in *" ps "*) echo '${running}' ;; esac\n`
  writeFileSync(join(bin, 'docker'), program)
  chmodSync(join(bin, 'docker'), 0o755)
  const calls = () => {
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
    return lines.map((line) => line.replace(/--file \S*demo\/compose\.yaml/, '--file demo/compose.yaml'))
  }
  return {
    environment: { PATH: `${bin}:${process.env['PATH']}`, LOCALSTACK_PORT: String(strict.port) },
    calls,
  }
}

const COMPOSE = 'compose --file demo/compose.yaml'

test('npm run demo:localstack starts LocalStack, serves the demo on it, and ends both on Ctrl-C', async () => {
  const docker = fakeDocker()
  const demo = start('scripts/demo-localstack.ts', docker.environment)
  expect((await fetch(await pageOf(demo))).status).toBe(200)
  expect(demo.output()).toContain(`http://localhost:${strict.port}/demo`)
  expect(docker.calls().at(-1)).toBe(`${COMPOSE} up --detach --wait`)
  demo.process.kill('SIGINT')
  expect(await demo.status).toBe(0)
  expect(docker.calls().at(-1)).toBe(`${COMPOSE} down --volumes`)
})

test('a LocalStack that was running before goes on running', async () => {
  const docker = fakeDocker('0123456789ab')
  const demo = start('scripts/demo-localstack.ts', docker.environment)
  await pageOf(demo)
  demo.process.kill('SIGTERM')
  expect(await demo.status).toBe(0)
  expect(docker.calls().filter((call) => call.includes(' down'))).toEqual([])
})

test('a bucket that cannot be prepared ends what was started', async () => {
  const docker = fakeDocker()
  const demo = start('scripts/demo-localstack.ts', { ...docker.environment, LOCALSTACK_PORT: '1' })
  expect(await demo.status).toBe(1)
  expect(docker.calls().at(-1)).toBe(`${COMPOSE} down --volumes`)
})

test('without Docker it names the other ways, and ends with 2', async () => {
  const demo = start('scripts/demo-localstack.ts', { PATH: folder })
  expect(await demo.status).toBe(2)
  expect(demo.output()).toMatch(/needs Docker[^]*--without-docker[^]*S3_ENDPOINT=/)
})

test.skipIf(SERVER !== 'localstack')(
  'without Docker it takes LocalStack from PyPI when asked to, and ends it on Ctrl-C (by npm run test:s3 -- localstack)',
  async () => {
    const demo = start('scripts/demo-localstack.ts', { PATH: folder }, '--without-docker')
    await pageOf(demo)
    const [, endpoint = ''] = /S3 server +(http:\S+)\/demo/.exec(demo.output()) ?? []
    expect((await fetch(`${endpoint}/_localstack/health`)).status).toBe(200)
    demo.process.kill('SIGINT')
    expect(await demo.status).toBe(0)
    await expect(fetch(endpoint)).rejects.toThrow('fetch failed')
  },
)
