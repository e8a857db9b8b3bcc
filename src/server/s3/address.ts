/** Turns a key of the store into the URL of its object. */
export type S3Address = (key: string) => URL

export interface S3AddressOptions {
  /** Scheme, host and port, as `plainOrigin` has them. */
  endpoint: string
  bucket: string
  forcePathStyle: boolean
  /** '' or a path that ends with a slash. */
  prefix: string
}

/**
 * Virtual-hosted addresses (`https://bucket.host/key`), as AWS wants them; `https://host/bucket/key` when forced,
 * and where a bucket cannot be part of a host name: an IP address has no subdomains, and the certificate of
 * `*.host` does not cover a name with dots.
 */
export function s3Address({ endpoint, bucket, forcePathStyle, prefix }: S3AddressOptions): S3Address {
  const isIpAddress = /\/\/(?:[\d.]+|\[.+\])(?::\d+)?$/.test(endpoint)
  const base =
    forcePathStyle || isIpAddress || bucket.includes('.')
      ? `${endpoint}/${bucket}`
      : endpoint.replace('//', `//${bucket}.`)
  return (key) => {
    const address = `${base}/${uriEncode(prefix + key).replaceAll('%2F', '/')}`
    const url = new URL(address)
    // "." and ".." are resolved by every URL parser: the signature would be one for another object.
    if (url.href !== address) throw new TypeError('A key cannot be written as a URL.')
    return url
  }
}

/** As SigV4 encodes: `encodeURIComponent` leaves `!'()*` alone. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
