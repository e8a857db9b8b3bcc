import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // The repository has a lockfile of its own further up.
  turbopack: { root: fileURLToPath(new URL('..', import.meta.url)) },
}
export default config
