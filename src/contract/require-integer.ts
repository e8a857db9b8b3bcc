/** @throws {TypeError} that names the option and what it may be. */
export function requireInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new TypeError(`${name} must be an integer from ${min} to ${max}, not ${value}.`)
  }
}
