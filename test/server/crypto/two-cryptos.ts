import { vi } from 'vitest'

/** Loads modules anew as a runtime would that has no `node:crypto`, or, by `how`, one that only looks as if it had. */
export async function withoutNodeCrypto<T>(
  load: () => Promise<T>,
  how: (name: string) => unknown = () => undefined,
): Promise<T> {
  const { getBuiltinModule } = process
  const spy = vi
    .spyOn(process, 'getBuiltinModule')
    .mockImplementation((name: string) =>
      name === 'node:crypto' ? (how(name) as undefined) : getBuiltinModule.call(process, name),
    )
  vi.resetModules()
  try {
    return await load()
  } finally {
    spy.mockRestore()
    vi.resetModules()
  }
}
