/**
 * A dynamic import that is tried twice each time. Chromium, and Firefox before 155, remember until the next page load
 * that a module could not be fetched: for them the second try asks by another URL, which their errors tell. WebKit and
 * the loaders of bundlers fetch again by the same one.
 */
export function importAgain<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let failures = 0
  return async () => {
    try {
      return await load()
    } catch (error) {
      failures += 1
      // What another loader than the browser's own names is no module that could be imported.
      const [url] = (error instanceof TypeError && /https?:\/\/\S+/.exec(error.message)) || []
      if (url === undefined) return load()
      const again = new URL(url)
      again.searchParams.set('try', String(failures))
      return (await import(/* @vite-ignore */ /* webpackIgnore: true */ again.href)) as Module
    }
  }
}
