import { UploadError } from '../contract/upload-error.ts'

/** No message of the contract is longer than 5 kB. */
const MAX_BODY_BYTES = 16 * 1024

/** For the whole body, not for each piece: whoever trickles holds a connection and sends nothing (T-54). */
const DEADLINE_MS = 10_000

/**
 * The JSON of a request, of which never more than 16 KB are held, and for which nobody waits longer than 10 s.
 *
 * @throws {UploadError} `request-rejected`, with status 413 when the body is longer, 408 when it takes longer.
 */
export async function readJson(request: Request): Promise<unknown> {
  const body = await readBody(request)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw rejected(400, 'The body is not JSON.')
  }
}

async function readBody(request: Request): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array()
  const reader = request.body.getReader()
  let isLate = false
  const deadline = setTimeout(() => {
    isLate = true
    giveUp(reader)
  }, DEADLINE_MS)
  try {
    const body = await readAll(reader)
    // To the reader, a body that was given up ends like any other.
    if (isLate) throw rejected(408, 'The body took too long.')
    return body
  } finally {
    clearTimeout(deadline)
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { value } = await reader.read().catch(() => {
      throw rejected(400, 'The body ended early.')
    })
    if (value === undefined) return joined(chunks, length)
    if (length + value.length > MAX_BODY_BYTES) {
      giveUp(reader)
      throw rejected(413, 'The body is too long.')
    }
    chunks.push(value)
    length += value.length
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const body = new Uint8Array(length)
  let end = 0
  for (const chunk of chunks) {
    body.set(chunk, end)
    end += chunk.length
  }
  return body
}

/** Not awaited: the answer does not depend on how the sender takes it. */
function giveUp(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => {})
}

function rejected(status: 400 | 408 | 413, reason: string): UploadError<'request-rejected'> {
  return new UploadError('request-rejected', { status, details: { reason } })
}
