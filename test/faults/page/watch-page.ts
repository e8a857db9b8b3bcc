import type { FaultsPage, PageEntry, PageNews } from './page-entry.ts'

/**
 * Runs in the page before anything else of it, and before its clocks are replaced: what it watches is what the page's
 * scripts really call. It must not refer to anything outside of itself.
 */
export function watchPage(): void {
  const machineNow = Date.now.bind(Date)
  const page = globalThis as unknown as {
    report(entry: PageEntry): Promise<void>
    faults: Partial<FaultsPage>
  }
  let told = 0
  const tell = (news: PageNews) => {
    told += 1
    void page.report({ ...news, atMs: machineNow(), pageMs: Date.now() })
  }
  const open = new Set<{ sinceMs: number }>()
  const begin = (method: string, url: string) => {
    tell({ kind: 'call', method: method.toUpperCase(), path: new URL(url, location.href).pathname })
    const call = { sinceMs: machineNow() }
    open.add(call)
    return () => open.delete(call)
  }
  page.faults = {
    tell,
    toldCount: () => told,
    openCalls: () => Array.from(open, ({ sinceMs }) => machineNow() - sinceMs),
  }

  const { fetch, XMLHttpRequest } = globalThis
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const end = begin(request.method, request.url)
    try {
      return await fetch(input, init)
    } finally {
      end()
    }
  }
  const opened = new WeakMap<XMLHttpRequest, [method: string, url: string]>()
  const { open: openXhr, send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, method: string, url: string | URL) {
    opened.set(this, [method, String(url)])
    openXhr.call(this, method, url, true)
  }
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
    const [method, url] = opened.get(this) ?? ['', '']
    this.addEventListener('loadend', begin(method, url))
    send.call(this, body)
  }

  const { createObjectURL, revokeObjectURL } = URL
  URL.createObjectURL = (object) => {
    tell({ kind: 'object-url', change: 1 })
    return createObjectURL.call(URL, object)
  }
  URL.revokeObjectURL = (url) => {
    tell({ kind: 'object-url', change: -1 })
    revokeObjectURL.call(URL, url)
  }

  // The clock that Playwright installs leaves this one out.
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new DOMException('The time is up.', 'TimeoutError')), ms)
    return controller.signal
  }
  tell({ kind: 'loaded' })
}
