/** Time as SigV4 writes it, e.g. 20260131T235959Z. */
export function amzDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
}
