import { REQUEST_HEADER } from '../../contract/messages.ts'
import { requestRejected } from '../../contract/request-rejected.ts'

/**
 * Refuses what a form on another site could send: it can neither send our header nor, with a body, this type without
 * a preflight (T-50).
 *
 * @throws {UploadError} `request-rejected`, with status 415 for the type.
 */
export function refuseForms({ method, headers }: Request): void {
  const isJson = /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')
  if (method === 'POST' && !isJson) {
    throw requestRejected('The content type must be application/json.', 415)
  }
  if (headers.get(REQUEST_HEADER) !== '1') {
    throw requestRejected(`The header ${REQUEST_HEADER} must be 1.`)
  }
}
