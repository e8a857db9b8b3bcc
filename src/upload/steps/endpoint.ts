import type { ProfileImageBackend } from './profile-image-backend.ts'

/** Where the backend is: the address of the standard one, or one of the app's own. */
export type Endpoint = string | ProfileImageBackend

/**
 * What tells backends apart.
 *
 * @throws {TypeError} when an address is not a plain one.
 */
export function scopeOf(endpoint: Endpoint): string {
  if (typeof endpoint === 'object') return endpoint.scope
  // Of JavaScript, or of a variable of the environment that nobody has set, it may be undefined.
  if (!endpoint || /[?#]/.test(endpoint)) {
    throw new TypeError('endpoint must be an address without ? and #, e.g. "/api/profile-image".')
  }
  return endpoint.replace(/\/+$/, '')
}

export function canRemoveAt(endpoint: Endpoint): boolean {
  return typeof endpoint === 'string' || endpoint.remove !== undefined
}

/** @throws {TypeError} for a backend that cannot remove, which is for the app to know before it asks. */
export function refuseRemove(): never {
  throw new TypeError(
    'This backend has no remove(). Add it, or check `canRemove` before you call `remove()`.',
  )
}
