import { createBackend, type ProfileImageBackend, type ProfileImageUploader } from '../../../../src/index.ts'
import type { LaneName } from '../soak-plan.ts'

/** One uploader of the page, by what is shown of it. */
export interface Lane {
  readonly name: LaneName
  readonly backend: ProfileImageBackend
  /** The upload that the requests are about. */
  number: number
  /** Puts the uploader on the page, or takes it off. */
  setMounted(isMounted: boolean): void
  /** Told by the view how to do that. */
  attach(setMounted: (isMounted: boolean) => void): void
  /** Told by the view after each render, and of its end by null. */
  show(uploader: ProfileImageUploader | null): void
  uploader(): ProfileImageUploader
  /** Resolves as soon as what is shown passes; null while nothing is. */
  until(passes: (uploader: ProfileImageUploader | null) => boolean): Promise<void>
}

export function createLane(name: LaneName): Lane {
  let shown: ProfileImageUploader | null = null
  let setMounted: Lane['setMounted'] = () => {}
  const waiting = new Set<() => void>()
  const lane: Lane = {
    name,
    backend: createBackend({
      endpoint: `/api/${name}`,
      headers: () => ({ 'x-soak-upload': String(lane.number) }),
    }),
    number: 0,
    setMounted: (isMounted) => setMounted(isMounted),
    attach(set) {
      setMounted = set
    },
    show(uploader) {
      shown = uploader
      for (const check of waiting) check()
    },
    uploader() {
      if (shown === null) throw new Error(`The ${name} uploader is not on the page.`)
      return shown
    },
    until: (passes) =>
      new Promise((resolve) => {
        const check = () => {
          if (!passes(shown)) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
  return lane
}
