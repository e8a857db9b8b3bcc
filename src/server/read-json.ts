import { UploadError } from '../contract/upload-error.ts'

/** No message of the contract is longer than 5 kB. */
const MAX_BODY_BYTES = 16 * 1024

/**
 * The JSON of a request, of which never more than 16 KB are held.
 *
 * @throws {UploadError} `request-rejected`, with status 413 when the body is longer.
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
  const body = new Uint8Array(MAX_BODY_BYTES)
  const reader = request.body?.getReader()
  let length = 0
  for (;;) {
    const chunk = await reader?.read().catch(() => {
      throw rejected(400, 'The body ended early.')
    })
    if (chunk?.value === undefined) return body.subarray(0, length)
    if (length + chunk.value.length > MAX_BODY_BYTES) {
      await reader?.cancel()
      throw rejected(413, 'The body is too long.')
    }
    body.set(chunk.value, length)
    length += chunk.value.length
  }
}

function rejected(status: 400 | 413, reason: string): UploadError<'request-rejected'> {
  return new UploadError('request-rejected', { status, details: { reason } })
}
