import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'
import config from '../tsdown.config.ts'

/** Where `buildPackage` puts it, with a slash at the end. Not into dist/, which may be in use. */
export const builtPackage: string = fileURLToPath(
  new URL('../node_modules/.cache/bench-dist/', import.meta.url),
)

/** Builds what users import, without types and styles. */
export async function buildPackage(): Promise<void> {
  await build({ ...config, config: false, outDir: builtPackage, dts: false, copy: [], logLevel: 'error' })
}
