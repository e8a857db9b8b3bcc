// `npm run demo:localstack`: LocalStack by demo/compose.yaml, and the demo on it; on Ctrl-C it ends what it started.
// With `-- --without-docker`, the same release from PyPI.
// Exit status: 2 when there is no Docker, or LocalStack cannot be installed here.
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runDemo } from '../demo/run-demo.ts'
import { startLocalStack } from './localstack.ts'

const COMPOSE = ['compose', '--file', fileURLToPath(new URL('../demo/compose.yaml', import.meta.url))]

// However far it has got: what has been started by then ends on the way out.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0))

const [, , option] = process.argv
if (option !== undefined && option !== '--without-docker')
  fail(`knows no ${option}, only --without-docker`, 2)
try {
  const endpoint = option === undefined ? upByDocker() : await upFromPypi()
  // The only secret that LocalStack takes.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  await runDemo({ endpoint, region: 'us-east-1', bucket: 'demo', credentials })
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1)
}
process.exit(0)

function upByDocker(): string {
  const docker = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8' })
  if (docker('compose', 'version').status !== 0) {
    fail(
      'needs Docker with its compose plugin. Without it, the same release can come from PyPI (Python 3.13):\n' +
        '  npm run demo:localstack -- --without-docker\n' +
        'or the demo can use another S3 server:\n' +
        '  S3_ENDPOINT=… S3_BUCKET=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… npm run demo',
      2,
    )
  }
  const isRunning = docker(...COMPOSE, 'ps', '--status', 'running', '--quiet').stdout.trim() !== ''
  // What ran before goes on running.
  if (!isRunning) {
    process.on('exit', () => execFileSync('docker', [...COMPOSE, 'down', '--volumes'], { stdio: 'inherit' }))
  }
  const { status } = spawnSync('docker', [...COMPOSE, 'up', '--detach', '--wait'], { stdio: 'inherit' })
  if (status !== 0) fail('docker compose could not start LocalStack; see above', 1)
  return `http://localhost:${process.env['LOCALSTACK_PORT'] || '4566'}`
}

async function upFromPypi(): Promise<string> {
  const server = await startLocalStack()
  if ('status' in server) process.exit(server.status)
  return server.environment['S3_ENDPOINT'] ?? ''
}

function fail(reason: string, status: number): never {
  console.error(`demo:localstack: ${reason}`)
  process.exit(status)
}
