import type { ImageType } from '../../contract/image-rules.ts'
import { isImageType } from '../../contract/image-type.ts'
import { sha256, toBase64 } from '../../server/crypto/bytes.ts'
import { createBackend } from '../../upload/steps/backend.ts'
import { makeRequest } from './make-request.ts'
import type { TestServer } from './test-server.ts'

/**
 * Saves a picture in the way of any other, without the faults and holds of the test. Rejects with whatever the handler
 * refuses it with.
 *
 * @throws {TypeError} when its type is no image type
 */
export function savePicture(server: TestServer, picture: Blob): Promise<void> {
  const { type } = picture
  if (!isImageType(type)) {
    throw new TypeError(
      `createTestBackend: current is of type "${type}". Pass a picture, e.g. samplePicture().`,
    )
  }
  return upload(server, picture, type)
}

async function upload({ api, storage }: TestServer, picture: Blob, type: ImageType): Promise<void> {
  const bytes = new Uint8Array(await picture.arrayBuffer())
  const facts = { type, sizeBytes: bytes.length, sha256: toBase64(await sha256(bytes)) }
  const context = { picture, signal: new AbortController().signal }
  const kit = createBackend({
    endpoint: 'http://localhost',
    fetch: (input, init) => api(makeRequest(input, init), 'kit'),
  })
  const { ticket, upload: put } = await kit.requestUrl(facts, context)
  await storage(new Request(put.url, { method: 'PUT', headers: put.headers, body: bytes }))
  await kit.confirm(ticket, context)
}
