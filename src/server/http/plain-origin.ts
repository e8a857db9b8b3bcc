/** The origin of an address that says nothing else; null for every other text. */
export function plainOrigin(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` ? url.origin : null
}
