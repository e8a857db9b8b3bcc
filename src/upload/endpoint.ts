import type { ProfileImageBackend } from './backend.ts'

/** Where the backend is: the address of the standard one, or one of the app's own. */
export type Endpoint = string | ProfileImageBackend

/**
 * What tells backends apart.
 *
 * @throws {TypeError} when an address is not a plain one.
 */
export function scopeOf(endpoint: Endpoint): string {
  if (typeof endpoint !== 'string') return endpoint.scope
  const scope = endpoint.replace(/\/+$/, '')
  if (endpoint === '' || /[?#]/.test(scope)) {
    throw new TypeError(
      'createBackend: endpoint must be an address without ? and #, e.g. "/api/profile-image".',
    )
  }
  return scope
}

export function canRemoveAt(endpoint: Endpoint): boolean {
  return typeof endpoint === 'string' || endpoint.remove !== undefined
}

/** @throws {TypeError} for a backend that cannot remove, which is for the app to know before it asks. */
export function refuseRemove(): never {
  throw new TypeError(
    'This backend has no remove(): add it, or offer no removal. `canRemove` of the uploader tells which.',
  )
}
