/** The codes that a backend may answer with. No other code travels. */
export type WireErrorCode =
  | 'request-rejected'
  | 'unauthenticated'
  | 'forbidden'
  | 'ticket-invalid'
  | 'not-uploaded'
  | 'changed'
  | 'superseded'
  | 'revoked'
  | 'confirm-rejected'
  | 'remove-rejected'
  | 'rate-limited'
  | 'storage-misconfigured'
  | 'unexpected'
  | 'backend-unavailable'

const WIRE_STATUS: Readonly<Record<WireErrorCode, number>> = {
  'request-rejected': 400,
  unauthenticated: 401,
  forbidden: 403,
  'ticket-invalid': 404,
  'not-uploaded': 409,
  changed: 409,
  superseded: 409,
  revoked: 410,
  'confirm-rejected': 422,
  'remove-rejected': 422,
  'rate-limited': 429,
  'storage-misconfigured': 500,
  unexpected: 500,
  'backend-unavailable': 503,
}

/** Whether a value from outside is the name of a code that travels. */
export function isWireCode(value: unknown): value is WireErrorCode {
  return typeof value === 'string' && Object.hasOwn(WIRE_STATUS, value)
}

/** The HTTP status that carries this code. A `request-rejected` may carry a more exact one (413, 415). */
export function wireStatus(code: WireErrorCode): number {
  return WIRE_STATUS[code]
}
