import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** An app as a process of its own. */
export interface App {
  origin: string
  /** What it has written so far, on both ways. */
  output(): string
  stop(): Promise<void>
}

const PATIENCE_MS = 30_000
const folder = fileURLToPath(new URL('.', import.meta.url))

/**
 * Runs a script of this folder with Node, and waits until it answers.
 *
 * @throws {Error} with what it has written, when it does not.
 */
export async function startApp(args: readonly string[], environment: NodeJS.Dict<string>): Promise<App> {
  const port = await freePort()
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text))
  const ended = once(child, 'close')
  const origin = `http://localhost:${port}`
  const app: App = {
    origin,
    output: () => output,
    async stop() {
      // At once: Next would wait for connections that browsers keep open.
      child.kill('SIGKILL')
      await ended
    },
  }
  const lastMs = performance.now() + PATIENCE_MS
  while (!(await answers(origin))) {
    if (child.exitCode !== null || performance.now() > lastMs) {
      await app.stop()
      throw new Error(`${args.join(' ')} does not answer. It wrote: ${output}`)
    }
    await sleep(100)
  }
  return app
}

async function answers(origin: string): Promise<boolean> {
  return fetch(`${origin}/api/profile-image`).then(
    () => true,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
