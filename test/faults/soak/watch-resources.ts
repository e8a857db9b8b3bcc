/** What a page holds that it has to give back. */
export interface HeldResources {
  objectUrls: { created: number; revoked: number; revokedInVain: number }
  /** Delays of the timers that have neither fired nor been cleared, in milliseconds. */
  timers: number[]
  /** Listeners by the kind of their target. Those of an abort signal count also when nothing holds the signal. */
  listeners: Record<string, number>
  /** Timeout signals whose time is not up: the browser keeps them until then. */
  timeoutSignals: number
}

/** On `globalThis` of the page. */
export interface ResourceWatch {
  heldResources(): HeldResources
}

/**
 * Runs in the page before anything else of it. It must not refer to anything outside of itself, and must not hold
 * what it counts.
 */
export function watchResources(): void {
  const objectUrls = { created: 0, revoked: 0, revokedInVain: 0 }
  const liveUrls = new Set<string>()
  const { createObjectURL, revokeObjectURL } = URL
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object)
    objectUrls.created += 1
    liveUrls.add(url)
    return url
  }
  URL.revokeObjectURL = (url) => {
    if (liveUrls.delete(url)) objectUrls.revoked += 1
    else objectUrls.revokedInVain += 1
    revokeObjectURL.call(URL, url)
  }

  const timers = new Map<number, number>()
  const native = {
    setTimeout: setTimeout.bind(globalThis),
    clearTimeout: clearTimeout.bind(globalThis),
    setInterval: setInterval.bind(globalThis),
    clearInterval: clearInterval.bind(globalThis),
  }
  const clear = (timer: number | undefined) => {
    if (timer !== undefined) timers.delete(timer)
    native.clearTimeout(timer)
  }
  Object.assign(globalThis, {
    setTimeout(callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) {
      const timer = Number(
        native.setTimeout(() => {
          timers.delete(timer)
          callback(...args)
        }, ms),
      )
      timers.set(timer, ms)
      return timer
    },
    setInterval(callback: () => void, ms = 0, ...args: unknown[]) {
      const timer = native.setInterval(callback, ms, ...args)
      timers.set(timer, ms)
      return timer
    },
    // Timeouts and intervals share their numbers, and each function clears both.
    clearTimeout: clear,
    clearInterval: clear,
  })

  // The browser keeps such a signal until its time is up. With 30 s, what is measured would be the pace of the uploads.
  const SHORT_TIMEOUT_MS = 4_000
  let timeoutSignals = 0
  const { timeout } = AbortSignal
  AbortSignal.timeout = (ms) => {
    const shortMs = Math.min(ms, SHORT_TIMEOUT_MS)
    timeoutSignals += 1
    native.setTimeout(() => (timeoutSignals -= 1), shortMs)
    return timeout.call(AbortSignal, shortMs)
  }

  interface Registration {
    type: string
    callback: object
    capture: boolean
    /** What ends a `once` that has fired. */
    forget: () => void
  }
  const registrations = new WeakMap<EventTarget, Registration[]>()
  const targets = new Set<WeakRef<EventTarget>>()
  let signalListeners = 0
  const count = (target: EventTarget, change: 1 | -1) => {
    if (target instanceof AbortSignal) signalListeners += change
  }
  const add = EventTarget.prototype.addEventListener
  const remove = EventTarget.prototype.removeEventListener
  const captures = (options: unknown) =>
    (typeof options === 'object' ? Object(options).capture : options) === true

  function forget(target: EventTarget, type: string, callback: object, capture: boolean): void {
    const list = registrations.get(target) ?? []
    const index = list.findIndex(
      (each) => each.type === type && each.callback === callback && each.capture === capture,
    )
    const [known] = index < 0 ? [] : list.splice(index, 1)
    if (known === undefined) return
    count(target, -1)
    remove.call(target, type, known.forget, capture)
  }

  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const target: EventTarget = this ?? globalThis
    if (callback !== null) {
      const capture = captures(options)
      let list = registrations.get(target)
      if (list === undefined) {
        registrations.set(target, (list = []))
        targets.add(new WeakRef(target))
      }
      if (
        !list.some((each) => each.type === type && each.callback === callback && each.capture === capture)
      ) {
        const known = { type, callback, capture, forget: () => forget(target, type, callback, capture) }
        list.push(known)
        count(target, 1)
        if (typeof options === 'object') {
          if (options.once === true) add.call(target, type, known.forget, { capture, once: true })
          if (options.signal) add.call(options.signal, 'abort', known.forget, { once: true })
        }
      }
    }
    add.call(target, type, callback, options)
  }
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    const target: EventTarget = this ?? globalThis
    if (callback !== null) forget(target, type, callback, captures(options))
    remove.call(target, type, callback, options)
  }

  function heldListeners(): Record<string, number> {
    const byKind: Record<string, number> = { AbortSignal: signalListeners }
    for (const reference of targets) {
      const target = reference.deref()
      if (target === undefined) targets.delete(reference)
      else if (!(target instanceof AbortSignal)) {
        const kind = target.constructor.name
        const held = registrations.get(target)?.length ?? 0
        if (held > 0) byKind[kind] = (byKind[kind] ?? 0) + held
      }
    }
    return byKind
  }

  const watch: ResourceWatch = {
    heldResources: () => ({
      objectUrls: { ...objectUrls },
      timers: Array.from(timers.values()),
      listeners: heldListeners(),
      timeoutSignals,
    }),
  }
  Object.assign(globalThis, watch)
}
