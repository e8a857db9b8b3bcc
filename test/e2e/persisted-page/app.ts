import { dehydrate, type Mutation, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { readDatabases } from './read-databases.ts'

export type App = ReturnType<typeof createApp>

/** An app whose caches keep, repeat, tell and log all that they are let. */
export function createApp(unmount: () => void) {
  /** The callbacks that were called, in order. */
  const heard: string[] = []
  /** Every state that a cache ever had, and every value that a callback was given. */
  const seen = new Set<unknown>()
  const persisted: string[] = []
  /** The mutations that a persister brought back. */
  const restored: Mutation[] = []

  function hear(what: string, ...values: unknown[]): void {
    heard.push(what)
    for (const value of values) seen.add(value)
    console.log(what, ...values)
    // The console shows only the top of a value by itself.
    for (const value of values) {
      if (typeof value === 'object' && value !== null) console.log(...Object.values(value))
    }
  }

  const mutationCache = new MutationCache({
    onMutate: (variables, { options }) => hear(`onMutate ${stepOf(options)}`, variables),
    onSuccess: (data, variables, context, { options }) =>
      hear(`onSuccess ${stepOf(options)}`, data, variables, context),
    onError: (error, variables, context, { options }) =>
      hear(`onError ${stepOf(options)}`, error, variables, context),
    onSettled: (data, error, variables) => hear('onSettled', data, error, variables),
  })
  const queryCache = new QueryCache({
    onSuccess: (data) => hear('query onSuccess', data),
    onError: (error) => hear('query onError', error),
  })
  const client = new QueryClient({
    mutationCache,
    queryCache,
    defaultOptions: {
      queries: { retry: 3, retryDelay: 1, gcTime: Number.POSITIVE_INFINITY },
      mutations: {
        retry: 3,
        retryDelay: 1,
        gcTime: Number.POSITIVE_INFINITY,
        networkMode: 'offlineFirst',
        onError: (error) => hear('default onError', error),
      },
    },
  })
  mutationCache.subscribe(({ mutation }) => seen.add(mutation?.state))
  queryCache.subscribe(({ query }) => seen.add(query.state))

  return {
    client,
    heard,
    hear,
    persisted,
    restored,
    unmount,
    /** A mutation of the app that does not end. */
    mutate(variables: unknown): void {
      const mutation = mutationCache.build<unknown, Error, unknown, unknown>(client, {
        mutationKey: ['of the app'],
        mutationFn: () => new Promise(() => {}),
      })
      void mutation.execute(variables)
    },
    /** All places where something of an upload could be, as they are now. */
    async collect() {
      return {
        mutations: mutationCache.getAll(),
        queries: queryCache.getAll(),
        seen: [...seen],
        dehydrated: dehydrate(client, { shouldDehydrateMutation: always, shouldDehydrateQuery: always }),
        persisted,
        localStorage: Object.entries(localStorage),
        sessionStorage: Object.entries(sessionStorage),
        indexedDB: await readDatabases(),
        page: [document.documentElement.outerHTML, location.href, history.state],
      }
    },
  }
}

const always = () => true

function stepOf({ mutationKey }: { mutationKey?: readonly unknown[] }): string {
  return String(mutationKey?.at(-1))
}
