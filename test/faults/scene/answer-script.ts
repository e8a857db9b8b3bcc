import { createAim, type Aimed } from '../tcp-proxy/aim.ts'

/** Another answer than the server's own. */
export interface ScriptedAnswer extends Aimed<{ method: string; path: string }> {
  /** `next` asks the server: before, instead of, or more than once. */
  answer(request: Request, next: (request: Request) => Promise<Response>): Promise<Response> | Response
}

export interface AnswerScript {
  fetch(request: Request): Promise<Response>
  answer(scripted: ScriptedAnswer): void
  /** Whether every scripted answer was given. */
  isAllDone(): boolean
}

/** A server whose answers can be scripted, request by request. */
export function createAnswerScript(serve: (request: Request) => Promise<Response>): AnswerScript {
  const aim = createAim<{ method: string; path: string }, ScriptedAnswer>()
  return {
    async fetch(request) {
      const scripted = aim.next({ method: request.method, path: new URL(request.url).pathname })
      return scripted === null ? serve(request) : scripted.answer(request, serve)
    },
    answer: aim.add,
    isAllDone: aim.isUsed,
  }
}

/** No answer, ever. */
export function silence(): Promise<never> {
  return new Promise(() => {})
}
