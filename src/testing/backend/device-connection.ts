/** What the browser says of its connection, as far as a test has a say in it. */
export interface DeviceConnection {
  goOffline(): void
  goOnline(): void
}

/**
 * Makes `navigator.onLine` say so, and tells the page by the events of real browsers. Outside of browsers and jsdom,
 * where nobody asks, it does nothing.
 */
export function createDeviceConnection(): DeviceConnection {
  let isOffline = false
  const change = (toOffline: boolean) => {
    const page: { navigator?: Navigator; dispatchEvent?: typeof dispatchEvent } = globalThis
    const { navigator } = page
    if (isOffline === toOffline || navigator === undefined || page.dispatchEvent === undefined) return
    isOffline = toOffline
    if (toOffline) Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false })
    else Reflect.deleteProperty(navigator, 'onLine')
    page.dispatchEvent(new Event(toOffline ? 'offline' : 'online'))
  }
  return { goOffline: () => change(true), goOnline: () => change(false) }
}
