/**
 * Seconds of a Retry-After header (RFC 9110, section 10.2.3). Its other form, a date, counts as not given: the
 * clocks of devices are wrong by hours.
 */
export function parseRetryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
