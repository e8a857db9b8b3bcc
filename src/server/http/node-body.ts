/// <reference types="node" />
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BodySource } from './body-source.ts'

/**
 * What a body parser before us has made of the body, as it was sent; null: nobody has read it.
 *
 * @throws {Error} when it was read and is gone: then nothing would ever answer.
 */
export function parsedBody(req: IncomingMessage): string | null {
  if (!mayHaveBody(req) || !req.readableEnded) return null
  if ('body' in req && typeof req.body === 'object') return JSON.stringify(req.body)
  throw new Error('toNodeListener: something has read the body before. Mount it before body parsers.')
}

/** The body as it comes in: nothing flows before somebody reads, and no more than is read. Null: there is none. */
export function webBody(req: IncomingMessage, res: ServerResponse): ReadableStream<Uint8Array> | null {
  if (!mayHaveBody(req)) return null
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onData = (chunk: Uint8Array) => {
          // Nobody reads any more: let it run off.
          if (res.writableEnded) return
          req.pause()
          controller.enqueue(chunk)
        }
        const onEnd = () => controller.close()
        const onError = (error: Error) => controller.error(error)
        req.pause().on('data', onData).on('end', onEnd).on('error', onError)
        // A stream that was cancelled takes no more calls.
        stop = () => req.off('data', onData).off('end', onEnd).off('error', onError)
      },
      pull() {
        req.resume()
      },
      cancel() {
        stop()
      },
    },
    { highWaterMark: 0 },
  )
}

/** The same for readers of ours, at a fraction of what a stream of the Web costs. */
export function messageBody(req: IncomingMessage): BodySource {
  // Somebody who watches bodies may have set it flowing, past us as long as we do not read.
  req.pause()
  return (sink) => {
    const { write, end, fail } = sink
    req.on('data', write).on('end', end).on('error', fail).resume()
    // Of one that is gone already nothing is heard any more.
    if (req.destroyed) queueMicrotask(fail)
    return () => req.off('data', write).off('end', end).off('error', fail)
  }
}

/** A `Request` takes none with these methods. */
function mayHaveBody({ method }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD'
}
