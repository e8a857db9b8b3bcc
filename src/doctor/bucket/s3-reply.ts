/** What an S3 server said. */
export interface S3Reply {
  status: number
  /** S3's name of the error, or null. */
  code: string | null
  headers: Headers
  text: string
}

/** Of one call, answer included. */
const DEADLINE_MS = 15_000

/**
 * One request, without following redirects: a browser would send the picture along.
 *
 * @throws whatever fetch throws
 */
export async function askS3(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit = {},
): Promise<S3Reply> {
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const response = await fetch(url, { ...init, redirect: 'manual', signal })
  const text = await response.text()
  return {
    status: response.status,
    code: /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? null,
    headers: response.headers,
    text,
  }
}

/** The text of the first element with this name; null: there is none. */
export function element(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null
}

export function isOk({ status }: S3Reply): boolean {
  return status >= 200 && status < 300
}

/** For a sentence. */
export function words({ status, code }: S3Reply): string {
  return code === null ? `${status}` : `${status} ${code}`
}
