import type { ScriptedAnswer } from './answer-script.ts'

type Step = 'request-url' | 'confirm'

export const isStep = (step: Step) => (request: { method: string; path?: string; target?: string }) =>
  request.method === 'POST' && (request.path ?? request.target ?? '').endsWith(`/${step}`)

/** A refusal in our own words. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): () => Response {
  const error = { code, requestId: 'request-1' }
  return () => Response.json({ error }, { status, headers })
}

/** An answer that is none of ours: of a proxy, a portal, a framework. */
export function foreign(status: number, body: string | null, type = 'text/html'): () => Response {
  return () => new Response(body, { status, headers: { 'content-type': type } })
}

/** What the backend really says, changed on its way. */
export function changed(change: (text: string) => string): ScriptedAnswer['answer'] {
  return async (request, next) => {
    const response = await next(request)
    return new Response(change(await response.text()), response)
  }
}

/** It takes effect, but another answer comes. */
export function afterEffect(answer: () => Response): ScriptedAnswer['answer'] {
  return async (request, next) => {
    await next(request)
    return answer()
  }
}
