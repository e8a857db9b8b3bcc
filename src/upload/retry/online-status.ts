/** Whether there is a network at all, as far as the browser knows. */
export interface OnlineStatus {
  /** False: certainly offline. True proves nothing. */
  isOnline(): boolean
  /** Calls back when the browser says that it is online again; returns the function that prevents it. */
  onceOnline(callback: () => void): () => void
}

export const browserOnlineStatus: OnlineStatus = {
  isOnline() {
    // Outside browsers there may be neither; nothing known is not offline.
    const navigator: Partial<Navigator> | undefined = globalThis.navigator
    return navigator?.onLine ?? true
  },
  onceOnline(callback) {
    addEventListener('online', callback, { once: true })
    return () => removeEventListener('online', callback)
  },
}
