import { ENDPOINT, type Wire } from '../stage/network.ts'

/** One request of an upload, from its beginning on. */
export interface Call {
  id: number
  method: string
  /** Below the endpoint, or below the bucket. Without the query, which is the signature of a presigned URL. */
  address: string
  sentBytes: number
  /** Null until there is an answer. */
  status: number | null
  /** Null while it runs. */
  ms: number | null
  hasFailed: boolean
}

/** The same wire; `onCall` hears of each request when it begins, while it is sent, and when it has ended. */
export function recorded({ fetch, send }: Wire, onCall: (call: Call) => void): Wire {
  async function watch<Answer extends { status: number }>(
    begun: Pick<Call, 'method' | 'address'>,
    ask: (onSent: (sentBytes: number) => void) => Promise<Answer>,
  ): Promise<Answer> {
    const startedAt = performance.now()
    let call: Call = { id: startedAt, sentBytes: 0, status: null, ms: null, hasFailed: false, ...begun }
    const tell = (change: Partial<Call>) => {
      call = { ...call, ...change }
      onCall(call)
    }
    tell({})
    try {
      const answer = await ask((sentBytes) => tell({ sentBytes }))
      tell({ status: answer.status, ms: performance.now() - startedAt, hasFailed: answer.status >= 400 })
      return answer
    } catch (error) {
      tell({ ms: performance.now() - startedAt, hasFailed: true })
      throw error
    }
  }

  return {
    fetch: (request) =>
      watch(
        { method: request.method, address: new URL(request.url).pathname.replace(ENDPOINT, '') },
        async (onSent) => {
          const body = await request.clone().arrayBuffer()
          onSent(body.byteLength)
          return fetch(request)
        },
      ),
    send: (put) =>
      watch(
        { method: 'PUT', address: put.url.pathname.replace(/^.*(\/staging\/).*$/, '$1…') },
        async (onSent) => {
          const answer = await send({
            ...put,
            onProgress(sentBytes) {
              onSent(sentBytes)
              put.onProgress(sentBytes)
            },
          })
          onSent(put.body.size)
          return answer
        },
      ),
  }
}
