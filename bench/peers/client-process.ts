// node client-process.ts
// The client of the servers, in a process of its own: what it costs is in no line's CPU time.
import { Pool } from 'undici'
import { PAGE_HEADERS } from '../page-request.ts'
import { answerParent } from './answer-parent.ts'
import type { ClientMethods } from './client.ts'
import { beginJob } from './job.ts'

const methods: ClientMethods = {
  async post(port, connections, given) {
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 })
    // One iterator for all, so that each body is sent once.
    const bodies = given.bodies.values()
    async function work(): Promise<void> {
      for (const body of bodies) {
        const answer = await pool.request({ path: given.path, method: 'POST', headers: PAGE_HEADERS, body })
        job.answered(answer.statusCode, await answer.body.text())
      }
    }
    const job = beginJob(given)
    await Promise.all(Array.from({ length: connections }, work))
    const done = job.end()
    await pool.close()
    return done
  },
}

answerParent(methods)
