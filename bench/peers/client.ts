import type { Done, Job } from './job.ts'

/** What client-process.ts answers. Beside it, since that one does not compile before the peers are installed. */
export type ClientMethods = {
  /** Sends a job to a server on the loopback, over so many connections that stay open, one request at a time on each. */
  post(port: number, connections: number, job: Job): Promise<Done>
}
