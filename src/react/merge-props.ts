import type { Ref } from 'react'

/**
 * Props of two owners for one element. `theirs` win, but for what both can have: of two handlers theirs runs first, and
 * ours only when it has not called `preventDefault`; classes, styles and refs are joined.
 */
export function mergeProps(theirs: object, ours: object): Record<string, unknown> {
  const merged = { ...ours } as Record<string, unknown>
  for (const [name, value] of Object.entries(theirs)) {
    if (value !== undefined) merged[name] = mergeValue(name, value, merged[name])
  }
  return merged
}

function mergeValue(name: string, theirs: unknown, ours: unknown): unknown {
  if (name === 'className') return joinClasses(theirs as string, ours as string | undefined)
  if (name === 'style') return { ...(ours as object | undefined), ...(theirs as object) }
  if (name === 'ref') return mergeRefs(theirs as Ref<unknown>, ours as Ref<unknown>)
  const isHandler = /^on[A-Z]/.test(name)
  if (isHandler && typeof theirs === 'function' && typeof ours === 'function') {
    return (...args: [{ defaultPrevented?: boolean }?, ...unknown[]]) => {
      theirs(...args)
      if (args[0]?.defaultPrevented !== true) ours(...args)
    }
  }
  return theirs
}

export function joinClasses(...classes: (string | undefined)[]): string | undefined {
  return classes.filter(Boolean).join(' ') || undefined
}

/** One ref for several owners. It is the other one itself while only one of them has any. */
export function mergeRefs<T>(...refs: readonly (Ref<T> | undefined)[]): Ref<T> {
  const owners = refs.filter((ref) => ref !== null && ref !== undefined)
  const [only = null] = owners
  if (owners.length < 2) return only
  let detach: (() => void)[] = []
  // Returns nothing: React 18 knows no other way to detach than a call with null, and React 19 still does that.
  return (element) => {
    for (const end of detach) end()
    detach = element === null ? [] : owners.map((ref) => attach(ref, element))
  }
}

function attach<T>(ref: Exclude<Ref<T>, null>, element: T): () => void {
  if (typeof ref === 'function') {
    const cleanUp = ref(element)
    return typeof cleanUp === 'function' ? cleanUp : () => void ref(null)
  }
  Object.assign(ref, { current: element })
  return () => Object.assign(ref, { current: null })
}
