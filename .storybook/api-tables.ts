import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { type ApiEntry, readApi } from './read-api.ts'

const NAME = 'virtual:api-tables'

/** Gives stories what the sources say of the public types: `import { api } from 'virtual:api-tables'`. */
export function apiTables(): Plugin {
  return {
    name: 'api-tables',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null
      const api: Record<string, ApiEntry> = {}
      for (const path of globSync(
        fileURLToPath(new URL('../src/{react,upload,contract}/**/*.{ts,tsx}', import.meta.url)),
      )) {
        this.addWatchFile(path)
        Object.assign(api, readApi(path, readFileSync(path, 'utf8')))
      }
      return `export const api = ${JSON.stringify(api)}`
    },
  }
}
