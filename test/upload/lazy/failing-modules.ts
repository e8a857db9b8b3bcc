import type { TestProject } from 'vitest/node'
import { startLoopbackServer } from '../steps/loopback-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    failingModules: string
  }
}

/**
 * Modules for pages: `GET /<failures>/<name>.js` fails so many times before it exports the number of the request that
 * it answers as `request`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const requests = new Map<string, number>()
  const server = await startLoopbackServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    const [, failures = '0'] = path.split('/')
    const count = (requests.get(path) ?? 0) + 1
    requests.set(path, count)
    const isFailure = count <= Number(failures)
    response.writeHead(isFailure ? 503 : 200, {
      'content-type': 'text/javascript',
      'access-control-allow-origin': '*',
    })
    response.end(isFailure ? '' : `export const request = ${count}`)
  })
  project.provide('failingModules', server.origin)
  return () => server.close()
}
