import { UploadError } from '../../contract/upload-error.ts'
import { type Clock, systemClock } from '../retry/clock.ts'
import { hasServiceWorker } from './may-have-sent.ts'

/**
 * One PUT. Resolves on any HTTP status; rejects only with UploadError: `network` when there was no answer that
 * the page may read, `stalled`, `redirected`, `aborted`. When the signal is already aborted, nothing is sent.
 */
export type SendObject = (put: {
  url: URL
  headers: Readonly<Record<string, string>>
  body: Blob
  signal: AbortSignal
  onProgress(sentBytes: number): void
}) => Promise<{ status: number; headers: Headers; body: string }>

/** What `createSendObject` takes. */
export interface SendObjectOptions {
  /**
   * Give up after this long without a byte moving, in milliseconds from 1 to 2_147_483_647. Default 30_000. On a page
   * with a service worker, whose answers come without upload progress, the first event has longer: by the time that
   * all bytes take at 16 kB a second.
   */
  stallTimeoutMs?: number | undefined
}

/** A poor mobile line. Slower ones fail behind a worker that answers the PUT, and only there. */
const BYTES_PER_MS_UNSEEN = 16

/** Browsers count timers in 32 bits: a longer one ends at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * The default sender: XMLHttpRequest, because `fetch` reports no upload progress.
 *
 * @throws {TypeError} when `stallTimeoutMs` is no time that a timer can take.
 */
export function createSendObject(
  { stallTimeoutMs = 30_000 }: SendObjectOptions = {},
  clock: Clock = systemClock,
): SendObject {
  if (!(stallTimeoutMs >= 1 && stallTimeoutMs <= MAX_TIMER_MS)) {
    throw new TypeError(
      `createSendObject: stallTimeoutMs must be a number of milliseconds from 1 to ${MAX_TIMER_MS}, not ${stallTimeoutMs}.`,
    )
  }
  return ({ url, headers, body, signal, onProgress }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new UploadError('aborted'))
        return
      }
      const xhr = new XMLHttpRequest()
      let cancelWatchdog = () => {}

      const settle = (end: () => void) => {
        cancelWatchdog()
        signal.removeEventListener('abort', abort)
        end()
      }
      const abort = () => {
        settle(() => reject(new UploadError('aborted')))
        xhr.abort()
      }
      const watch = (timeoutMs: number) => {
        cancelWatchdog()
        cancelWatchdog = clock.after(timeoutMs, () => {
          settle(() => reject(new UploadError('stalled', { details: { stallTimeoutMs: timeoutMs } })))
          xhr.abort()
        })
      }

      signal.addEventListener('abort', abort)
      // The last byte is told of, too: from there the storage has as long to answer.
      xhr.upload.addEventListener('progress', (event) => {
        watch(stallTimeoutMs)
        // WebKit goes on counting when it sends everything again on a new connection.
        onProgress(Math.min(event.loaded, body.size))
      })
      xhr.addEventListener('error', () => settle(() => reject(new UploadError('network'))))
      xhr.addEventListener('load', () =>
        settle(() => {
          const { status, responseURL, responseText } = xhr
          // XMLHttpRequest follows redirects and says 200 for what another server made of the bytes.
          // Empty: the answer was made in the page, by a mock.
          const isRedirected = responseURL !== '' && responseURL !== url.href
          if (isRedirected) reject(new UploadError('redirected', { status }))
          else resolve({ status, headers: parseHeaders(xhr.getAllResponseHeaders()), body: responseText })
        }),
      )

      xhr.open('PUT', url.href)
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
      // Whether the worker answers this PUT is known only when an event comes, which means that it does not.
      const unseenMs = hasServiceWorker() ? Math.ceil(body.size / BYTES_PER_MS_UNSEEN) : 0
      watch(Math.min(stallTimeoutMs + unseenMs, MAX_TIMER_MS))
      xhr.send(body)
    })
}

function parseHeaders(lines: string): Headers {
  const headers = new Headers()
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1))
  }
  return headers
}
