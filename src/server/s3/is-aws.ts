/** Whether an endpoint, as `s3Store` takes it, is one of AWS; none is. */
export function isAws(endpoint: string | undefined): boolean {
  return endpoint === undefined || /\.amazonaws\.com(?:\.cn)?$/.test(new URL(endpoint).hostname)
}
