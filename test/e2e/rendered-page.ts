import { createServer, type ServerResponse } from 'node:http'
import { fileURLToPath, pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig } from 'vite'
import type { Peers } from '../compat/peers.ts'

export interface RenderedPage {
  /** Of the page; `?src=` is the saved image. */
  url: string
  close(): Promise<void>
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A server that renders `rendered-page/app.tsx` with these peers, and the script that hydrates it. */
export async function serveRenderedPage(name: string, { alias }: Peers): Promise<RenderedPage> {
  const outDir = folder(`../../node_modules/.cache/rendered-page/${name}`)
  const shared: InlineConfig = {
    root: folder('./rendered-page'),
    configFile: false,
    mode: 'development',
    logLevel: 'warn',
    // Only the development builds of React tell of what does not fit.
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: { alias },
    plugins: [react()],
  }
  const output = { minify: false, emptyOutDir: true }
  await build({ ...shared, ssr: { noExternal: true }, build: { ...output, ssr: 'server.tsx', outDir } })
  const browserScript = await build({
    ...shared,
    build: { ...output, write: false, rolldownOptions: { input: folder('./rendered-page/browser.tsx') } },
  })
  const [bundle] = [browserScript].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('Vite has built nothing.')
  const { code } = bundle.output[0]

  const rendering: { render(src: string | null, response: ServerResponse): void } = await import(
    pathToFileURL(`${outDir}/server.js`).href
  )
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/') rendering.render(searchParams.get('src'), response)
    else response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The page has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
