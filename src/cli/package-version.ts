import { readFileSync } from 'node:fs'

/** Of this package. Two folders above are the same from the source and from what is built of it. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
