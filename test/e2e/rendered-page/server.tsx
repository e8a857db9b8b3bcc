import type { ServerResponse } from 'node:http'
import { renderToPipeableStream } from 'react-dom/server'
import { App } from './app.tsx'

/** Answers with the page. */
export function render(src: string | null, response: ServerResponse): void {
  const { pipe } = renderToPipeableStream(<App src={src} />, {
    bootstrapModules: ['/browser.js'],
    onShellReady() {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      pipe(response)
    },
    onError: (error) => console.error(error),
  })
}
