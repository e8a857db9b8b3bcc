import { requestRejected } from '../../contract/request-rejected.ts'
import type { BodySource } from './body-source.ts'

/** No message of the contract is longer than 5 kB. */
const MAX_BODY_BYTES = 16 * 1024

/** For the whole body, not for each piece: whoever trickles holds a connection and sends nothing (T-54). */
const DEADLINE_MS = 10_000

/**
 * The JSON of a request, of which never more than 16 KB are held, and for which nobody waits longer than 10 s.
 *
 * @throws {UploadError} `request-rejected`, with status 413 when the body is longer, 408 when it takes longer.
 */
export async function readJson(source: BodySource): Promise<unknown> {
  const chunks = await readBody(source)
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const texts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }))
    return JSON.parse(texts.join('') + decoder.decode())
  } catch {
    throw requestRejected('The body is not JSON.')
  }
}

function readBody(source: BodySource): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    const deadline = setTimeout(() => refuse('The body took too long.', 408), DEADLINE_MS)
    const stop = source({
      write(chunk) {
        length += chunk.length
        if (length > MAX_BODY_BYTES) refuse('The body is too long.', 413)
        else chunks.push(chunk)
      },
      end() {
        clearTimeout(deadline)
        resolve(chunks)
      },
      fail: () => refuse('The body ended early.'),
    })

    function refuse(...reason: Parameters<typeof requestRejected>): void {
      clearTimeout(deadline)
      reject(requestRejected(...reason))
      stop()
    }
  })
}
