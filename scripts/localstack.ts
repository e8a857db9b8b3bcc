// LocalStack without Docker: the release that demo/compose.yaml names, from PyPI, with nothing but its S3 started.
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { aptInstall } from './apt-install.ts'
import type { StartedS3 } from './started-s3.ts'

const REQUIREMENTS = fileURLToPath(new URL('localstack-requirements.txt', import.meta.url))
const CACHE = fileURLToPath(new URL('../node_modules/.cache/localstack', import.meta.url))
const VENV = join(CACHE, 'venv')
const PYTHON = join(VENV, 'bin', 'python')
/** Holds the requirements of what is installed: written last, so that half an installation does not count. */
const INSTALLED = join(CACHE, 'installed.txt')

const START_TIMEOUT_MS = 120_000

/** Starts LocalStack until this process ends. */
export async function startLocalStack(): Promise<StartedS3> {
  const obstacle = installLocalStack()
  if (obstacle !== null) {
    console.error(`localstack: ${obstacle}`)
    return { status: 2 }
  }
  const folder = mkdtempSync(join(tmpdir(), 'localstack-'))
  const log = join(folder, 'localstack.log')
  const port = await freePort()
  const server = spawn(PYTHON, ['-m', 'localstack.runtime.main'], {
    // A group of its own: Ctrl-C reaches only whoever runs us, who then ends it.
    detached: true,
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
    env: {
      ...process.env,
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      SERVICES: 's3',
      STRICT_SERVICE_LOADING: '1',
      EAGER_SERVICE_LOADING: '1',
      S3_SKIP_SIGNATURE_VALIDATION: '0',
      // No look-ups, downloads or usage statistics.
      DNS_ADDRESS: '0',
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DISABLE_EVENTS: '1',
      // Where it writes; but for empty folders under /tmp/localstack-s3-storage, which it does not let one choose.
      FILESYSTEM_ROOT: folder,
      TMPDIR: folder,
      XDG_CACHE_HOME: CACHE,
    },
  })
  // -9: what is in memory needs no polite end, and nothing may outlive this process.
  process.on('exit', () => {
    if (server.exitCode === null) server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

  const endpoint = `http://127.0.0.1:${port}`
  const giveUpAt = Date.now() + START_TIMEOUT_MS
  while (!(await isReady(endpoint))) {
    if (server.exitCode !== null || Date.now() > giveUpAt) {
      console.error(`localstack: it did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`)
      return { status: 1 }
    }
    await sleep(100)
  }
  return {
    environment: {
      S3_SERVER: 'localstack',
      S3_ENDPOINT: endpoint,
      S3_REGION: 'us-east-1',
      // The only secret that it takes.
      S3_ACCESS_KEY_ID: 'test',
      S3_SECRET_ACCESS_KEY: 'test',
    },
  }
}

/** Null, or why it cannot be installed here. */
export function installLocalStack(): string | null {
  const requirements = readFileSync(REQUIREMENTS, 'utf8')
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === requirements) return null
  rmSync(CACHE, { recursive: true, force: true })
  mkdirSync(CACHE, { recursive: true })
  const obstacle = makeVenv()
  if (obstacle !== null) return obstacle
  console.error('Installing LocalStack from PyPI')
  // What is not listed is not installed, and nothing is compiled.
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:']
  const args = ['-m', 'pip', 'install', ...options, '--requirement', REQUIREMENTS]
  const { status } = spawnSync(PYTHON, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) return 'pip could not install it'
  writeFileSync(INSTALLED, requirements)
  return null
}

/** Null, or why there is no virtual environment. */
function makeVenv(): string | null {
  const make = () => {
    const python = findPython()
    return python !== null && spawnSync(python, ['-m', 'venv', '--clear', VENV]).status === 0
  }
  if (make()) return null
  const obstacle = aptInstall(['python3', 'python3-venv'])
  if (obstacle === null && make()) return null
  return `needs Python 3.13 or newer with its module venv${obstacle === null ? '' : `; ${obstacle}`}`
}

/** LocalStack 4.14 says that it takes older ones, but it imports what came with 3.13. */
function findPython(): string | null {
  const pyenv = process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv')
  const candidates = [
    'python3',
    'python3.13',
    ...globSync(join(pyenv, 'versions', '3.13*', 'bin', 'python3')),
  ]
  const check = 'import sys, ensurepip; sys.exit(sys.version_info < (3, 13))'
  return candidates.find((each) => spawnSync(each, ['-c', check]).status === 0) ?? null
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    const health: unknown = await (await fetch(`${endpoint}/_localstack/health`)).json()
    return Object(Object(health).services).s3 === 'running'
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
