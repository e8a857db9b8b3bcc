/** What a proxy knows of a request before its body. */
export interface RequestHead {
  readonly method: string
  /** With its query. */
  readonly target: string
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  /** Length of the body in bytes. */
  readonly bodyBytes: number
}

/** One piece of what a client sends: a whole head, or bytes of the body that belongs to the last head. */
export type RequestPiece = { head: RequestHead; bytes: Buffer } | { head: null; bytes: Buffer }

const HEAD_END = '\r\n\r\n'

/**
 * Cuts the bytes of one HTTP/1.1 connection into heads and bodies. Browsers announce the length of every body, so
 * chunked requests are not known here.
 */
export function createRequestCutter(): (chunk: Buffer) => RequestPiece[] {
  let pending = Buffer.alloc(0)
  let bodyLeft = 0

  return (chunk) => {
    const pieces: RequestPiece[] = []
    pending = Buffer.concat([pending, chunk])
    while (pending.length > 0) {
      if (bodyLeft > 0) {
        const bytes = pending.subarray(0, bodyLeft)
        bodyLeft -= bytes.length
        pending = pending.subarray(bytes.length)
        pieces.push({ head: null, bytes })
        continue
      }
      const end = pending.indexOf(HEAD_END)
      if (end === -1) break
      const bytes = pending.subarray(0, end + HEAD_END.length)
      const head = parseHead(bytes.toString('latin1'))
      bodyLeft = head.bodyBytes
      pending = pending.subarray(bytes.length)
      pieces.push({ head, bytes })
    }
    return pieces
  }
}

function parseHead(text: string): RequestHead {
  const [requestLine = '', ...lines] = text.trimEnd().split('\r\n')
  const [method = '', target = ''] = requestLine.split(' ')
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  if (headers.has('transfer-encoding')) throw new Error(`${method} with a chunked body is not known here.`)
  return { method, target, headers, bodyBytes: Number(headers.get('content-length') ?? 0) }
}
