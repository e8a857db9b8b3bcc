// What the parsers of both sides ask of a value that came from outside.

/** A JSON object that carries no `__proto__` of its own, or null. */
export function plainObject(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return Object.hasOwn(value, '__proto__') ? null : (value as Record<string, unknown>)
}

/** Whether it is a JSON object that has no other names than these. */
export function isObjectOf(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  const body = plainObject(value)
  return body !== null && Object.keys(body).every((name) => names.includes(name))
}

export function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength
}

export function isTicket(value: unknown): value is string {
  return isText(value, 4096) && /^[\x21-\x7e]+$/.test(value)
}

export function isId(value: unknown): value is string {
  return isText(value, 128) && /^[\w-]+$/.test(value)
}

export function isPositiveInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
