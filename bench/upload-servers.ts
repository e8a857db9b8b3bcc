import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PublicImage, UploadGrant, UploadRequest } from '../src/index.ts'
import { jpegOfSize } from '../test/picture/samples.ts'
import { type LoopbackServer, startLoopbackServer } from '../test/upload/steps/loopback-server.ts'

/** What the servers were asked since they were last read. */
export interface RequestCounts {
  sign: number
  preflight: number
  put: number
  confirm: number
  /** Of the saved image, which the hook loads before it takes the picture of the page away. */
  image: number
  other: number
  /** Of all PUTs. */
  putBytes: number
}

export interface UploadServers {
  pageUrl: string
  takeCounts(): RequestCounts
  close(): Promise<void>
}

const NONE: RequestCounts = { sign: 0, preflight: 0, put: 0, confirm: 0, image: 0, other: 0, putBytes: 0 }

/**
 * The page with its backend, and on another origin a storage that drains what it is sent. Neither checks anything:
 * all lines pay the same for them.
 *
 * @param latencyMs What the backend takes for each answer.
 */
export async function startUploadServers(
  page: ReadonlyMap<string, string | Uint8Array>,
  latencyMs: number,
): Promise<UploadServers> {
  let counts = { ...NONE }
  let lastId = 0
  const storage = await startLoopbackServer((request, response) => {
    void store(request, response, counts)
  })

  async function answerPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (path === '/api/profile-image/request-url') {
      counts.sign += 1
      const { type, sha256 } = (await json(request)) as UploadRequest
      await sleep(latencyMs)
      lastId += 1
      return answerJson(response, grant(storage, `upload-${lastId}`, type, sha256))
    }
    if (path === '/api/profile-image/confirm') {
      counts.confirm += 1
      await json(request)
      await sleep(latencyMs)
      return answerJson(response, savedImage(`upload-${lastId}`))
    }
    const [, sizeBytes] = /^\/picture\/(\d+)$/.exec(path) ?? []
    const file = page.get(path === '/' ? '/index.html' : path)
    if (path.startsWith('/avatars/')) {
      counts.image += 1
      response.end(await jpegOfSize(30_000))
    } else if (sizeBytes !== undefined) response.end(await jpegOfSize(Number(sizeBytes)))
    else if (file !== undefined) response.setHeader('content-type', contentType(path)).end(file)
    else {
      counts.other += 1
      response.writeHead(404).end()
    }
  }

  const server = await startLoopbackServer((request, response) => {
    void answerPage(request, response)
  })
  return {
    pageUrl: server.origin,
    takeCounts() {
      const taken = counts
      counts = { ...NONE }
      return taken
    },
    async close() {
      await server.close()
      await storage.close()
    },
  }
}

async function store(
  request: IncomingMessage,
  response: ServerResponse,
  counts: RequestCounts,
): Promise<void> {
  response.setHeader('access-control-allow-origin', '*')
  if (request.method === 'OPTIONS') {
    counts.preflight += 1
    const headers = 'content-type, if-none-match, x-amz-checksum-sha256'
    response
      .setHeader('access-control-allow-headers', headers)
      .setHeader('access-control-allow-methods', 'PUT')
  } else if (request.method === 'PUT') {
    counts.put += 1
    for await (const chunk of request) counts.putBytes += (chunk as Uint8Array).byteLength
  } else {
    counts.other += 1
  }
  response.end()
}

function grant(storage: LoopbackServer, id: string, type: string, sha256: string): UploadGrant {
  // As long as a presigned URL is.
  const url = `${storage.origin}/staging/${id}?X-Amz-Expires=300&X-Amz-Signature=${'0'.repeat(600)}`
  const headers = { 'content-type': type, 'if-none-match': '*', 'x-amz-checksum-sha256': sha256 }
  return { ticket: `ticket-of-${id}-${'0'.repeat(400)}`, id, upload: { url, headers, expiresInSeconds: 300 } }
}

function savedImage(id: string): PublicImage {
  return { id, url: `/avatars/${id}.jpg`, type: 'image/jpeg', width: 32, height: 24, sizeBytes: 1 }
}

function answerJson(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
}

function contentType(path: string): string {
  return path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html'
}
