import type { ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { type DemoStorage, memoryStorage } from './storage.ts'
import { type BackendRoutes, createBackendRoutes } from './backend.ts'

export interface DemoOptions {
  /** Of the page. The next free one is taken when it is in use. */
  port: number
  /** The S3 server. It has to let pages of these origins in by its CORS rules. Default: in memory. */
  openStorage?: (origins: readonly string[]) => Promise<DemoStorage>
  /** Another page before this backend, by its folder. What Vite bundles for it lies apart from the demo's. */
  page?: { root: string; cacheDir: string }
  /** Whether the page loads anew when its source changes. Default true. */
  isWatched?: boolean
  /** Clock of the backend, in milliseconds since the epoch. Default `Date.now`. */
  now?: () => number
}

export interface Demo {
  url: string
  storage: DemoStorage
  close(): Promise<void>
}

export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port, openStorage = memoryStorage, page, isWatched = true, now } = options
  let routes: BackendRoutes | null = null
  const vite = await createServer({
    ...(page ?? { root: fileURLToPath(new URL('.', import.meta.url)) }),
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    clearScreen: false,
    server: { host: '127.0.0.1', port, ...(!isWatched && { watch: null, hmr: false }) },
    plugins: [
      {
        name: 'demo-backend',
        configureServer(server) {
          // The bucket's CORS rules name the page's port, which is known once the page is served.
          const starting = (res: ServerResponse) => void res.writeHead(503).end()
          server.middlewares.use('/api/profile-image', (req, res) =>
            routes === null ? starting(res) : routes.profileImage(req, res),
          )
          server.middlewares.use('/api/stored-object', (req, res) =>
            routes === null ? starting(res) : routes.storedObject(req, res),
          )
        },
      },
    ],
  })
  await vite.listen()
  const address = vite.httpServer?.address()
  if (typeof address !== 'object' || address === null) throw new Error('The page has no port.')

  const url = `http://localhost:${address.port}`
  const storage = await openStorage([url, `http://127.0.0.1:${address.port}`])
  routes = createBackendRoutes(storage, now)
  return {
    url,
    storage,
    async close() {
      await vite.close()
      await storage.close()
    },
  }
}
