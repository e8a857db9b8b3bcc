import type { Comparison } from './bench.ts'
import type { Child } from './child.ts'
import { interleave } from './interleave.ts'
import type { BackendMethods } from './peers/backend-process.ts'
import type { ClientMethods } from './peers/client.ts'
import type { Done, Job } from './peers/job.ts'

/** What a line has to answer in each round. */
type Jobs = () => Job | Promise<Job>

/** One round of a line. */
interface Taken extends Done {
  /** User and system time of the process that has answered. */
  cpuMs: number
  /** Requests sent. */
  count: number
}

export type Line = () => Promise<Taken>

/** The handler of a backend, called in its own process. */
export function asFunction(backend: Child<BackendMethods>, jobs: Jobs): Line {
  return async () => {
    const job = await jobs()
    return { ...(await backend.call('handle', job)), count: job.bodies.length }
  }
}

/** A backend that listens. */
export interface Server {
  backend: Child<BackendMethods>
  port: number
}

/** The server of a backend, in its own process, asked by the client in another one over so many connections. */
export function overHttp(
  { backend, port }: Server,
  client: Child<ClientMethods>,
  connections: number,
  jobs: Jobs,
): Line {
  return async () => {
    const job = await jobs()
    const beganAtCpuMs = await backend.call('cpuMs')
    const done = await client.call('post', port, connections, job)
    return { ...done, cpuMs: (await backend.call('cpuMs')) - beganAtCpuMs, count: job.bodies.length }
  }
}

/** Runs the lines in rounds; the comparisons are by wall clock, and by CPU time, from the very same rounds. */
export async function compare<Name extends string>(
  title: string,
  lines: Readonly<Record<Name, Line>>,
  { rounds, baselines }: { rounds: number; baselines: readonly NoInfer<Name>[] },
): Promise<{ comparisons: Comparison[]; broken: string[]; answers: Record<Name, string> }> {
  const names = Object.keys(lines) as Name[]
  const broken = new Map<Name, string>()
  const taken = await interleave(names, { rounds, warmUps: 2 }, async (name) => {
    const round = await lines[name]()
    const { rightCount, count, sample } = round
    if (rightCount !== count) {
      broken.set(name, `${title}, ${name}: ${rightCount} right answers to ${count} requests, e.g. ${sample}`)
    }
    return round
  })
  const each = <T>(valueOf: (rounds: readonly Taken[]) => T) =>
    Object.fromEntries(names.map((name) => [name, valueOf(taken[name])])) as Record<Name, T>
  const facts = Object.fromEntries(
    names.map((name) => [
      `answers, ${name}`,
      taken[name].reduce((sum, { rightCount }) => sum + rightCount, 0),
    ]),
  )
  return {
    comparisons: [
      {
        title: `${title}, wall clock`,
        samples: each((all) => all.map(({ ms, count }) => ms / count)),
        baselines,
        facts,
      },
      {
        title: `${title}, CPU time of the process that answers`,
        samples: each((all) => all.map(({ cpuMs, count }) => cpuMs / count)),
        baselines,
        facts: {},
      },
    ],
    broken: [...broken.values()],
    answers: each((all) => all.at(-1)?.sample ?? ''),
  }
}
