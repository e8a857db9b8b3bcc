// node backend-process.ts <module of this folder> <folder of the built package>
// One backend, in a process of its own, so that its CPU time is its own as well.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pagePost } from '../page-request.ts'
import { answerParent } from './answer-parent.ts'
import type { Backend } from './backend.ts'
import { beginJob, type Done, type Job } from './job.ts'

const [, , module = '', builtPackage = ''] = process.argv
const { createBackend }: { createBackend(builtPackage: string): Backend | Promise<Backend> } = await import(
  new URL(module, import.meta.url).href
)
const backend = await createBackend(builtPackage)

const methods = {
  /** Resolves with the port, on the loopback. */
  async listen(): Promise<number> {
    const server = createServer(backend.listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  },
  /** User and system time of this process so far. */
  cpuMs,
  /** Calls the handler, one request after another. */
  async handle(given: Job): Promise<Done & { cpuMs: number }> {
    const { handle } = backend
    if (handle === undefined) throw new Error(`${module} has no handler.`)
    const beganAtCpuMs = cpuMs()
    const job = beginJob(given)
    for (const body of given.bodies) {
      const response = await handle(pagePost(given.path, body))
      job.answered(response.status, await response.text())
    }
    return { ...job.end(), cpuMs: cpuMs() - beganAtCpuMs }
  },
  async stage(count: number): Promise<string[]> {
    if (backend.stage === undefined) throw new Error(`${module} confirms nothing.`)
    return backend.stage(count)
  },
}

export type BackendMethods = typeof methods

answerParent(methods)

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
