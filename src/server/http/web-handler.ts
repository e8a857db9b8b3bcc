import type { Answer } from './answer.ts'
import { type BodySource, streamBody } from './body-source.ts'

/** Reads the body from its source alone: on Node, that of `request` is none. */
type Answering<C> = (request: Request, context: C, body: BodySource) => Promise<Answer>
type WebHandler<C> = (request: Request, context: C) => Promise<Response>

const answerings = new WeakMap<WebHandler<never>, Answering<never>>()

/** Makes a handler for any runtime with Web standards of what answers. */
export function webHandler<C>(answering: Answering<C>): WebHandler<C> {
  const handler: WebHandler<C> = async (request, context) => {
    const { body, ...init } = await answering(request, context, streamBody(request))
    return new Response(body, init)
  }
  answerings.set(handler, answering)
  return handler
}

/**
 * What answers in a handler that `webHandler` has made; undefined for every other function. On Node, to make a
 * `Response` and read it again costs as much as to sign a URL.
 */
export function answeringOf<C>(handler: WebHandler<C>): Answering<C> | undefined {
  // It was put there with this very handler, so it takes the same context.
  return answerings.get(handler) as Answering<C> | undefined
}
