import { request, type RequestOptions } from 'node:http'

/** What fetch does not send: any headers with any method, a body with a GET, or one in chunks of unknown length. */
export function sendRaw(url: string, options: RequestOptions, body: Uint8Array): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { ...options, agent: false }, (answer) => {
      answer.resume().once('end', () => resolve({ status: answer.statusCode ?? 0 }))
    })
    sending.once('error', reject).end(body)
  })
}
