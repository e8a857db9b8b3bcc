/** What may be kept of an error that nobody knows: it may hold the request that failed, and with it a URL or a ticket. */
export function nameOnly(thrown: unknown): Error {
  return new Error(thrown instanceof Error ? thrown.name : typeof thrown)
}
