import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Methods } from './peers/answer-parent.ts'

/** A process of this project's that answers calls, one at a time. */
export interface Child<M extends Methods> {
  /** @throws {Error} when the process has ended instead of answering; why is on its stderr. */
  call<K extends keyof M & string>(method: K, ...args: Parameters<M[K]>): Promise<Awaited<ReturnType<M[K]>>>
  stop(): void
}

/** @param script A path beside this module. */
export function startChild<M extends Methods>(script: string, ...args: readonly string[]): Child<M> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args)
  const ended = new AbortController()
  child.once('exit', () => ended.abort(new Error(`${[script, ...args].join(' ')} has ended.`)))
  return {
    async call(method, ...given) {
      child.send({ method, args: given })
      const [{ result }] = await once(child, 'message', { signal: ended.signal })
      return result
    },
    stop() {
      if (child.connected) child.disconnect()
    },
  }
}
