/** What a page tells of itself, in the order in which it happened. */
export type PageEntry = { atMs: number; pageMs: number } & (
  | { kind: 'loaded' | 'unmounted' }
  /** A person does something that may start requests. */
  | { kind: 'act' }
  | {
      kind: 'state'
      phase: string
      waitingFor: 'backoff' | 'online' | null
      code: string | null
      imageId: string | null
      /** All of the state that could be printed. */
      text: string
    }
  | { kind: 'progress'; fraction: number | null; sentBytes: number; totalBytes: number }
  | { kind: 'call'; method: string; path: string }
  | { kind: 'callback'; name: 'onImageChange' | 'onError' }
  | { kind: 'object-url'; change: 1 | -1 }
)

type WithoutTimes<Entry> = Entry extends unknown ? Omit<Entry, 'atMs' | 'pageMs'> : never
export type PageNews = WithoutTimes<PageEntry>

/** What the tests find on `globalThis` of the page. */
export interface FaultsPage {
  tell(news: PageNews): void
  /** Requests that have no end yet, and for how long by the machine's clock. */
  openCalls(): number[]
  /** Entries told so far. */
  toldCount(): number
  /** What the two caches of the page's QueryClient hold. */
  mutationCount(): number
  cacheText(): string
  unmount(): void
}

export function describeCall({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.split('/').at(-1)}`
}

/** By the page's clock, from each PUT to the next. */
export function pageMsBetweenPuts(entries: readonly PageEntry[]): number[] {
  const times = entries.flatMap((entry) =>
    entry.kind === 'call' && entry.method === 'PUT' ? [entry.pageMs] : [],
  )
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}
