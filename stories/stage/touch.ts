const COARSE = '(pointer: coarse)'

/** For `beforeEach`: scripts of the page are told that the main pointer is a finger. Stylesheets are not. */
export function pretendToBeAPhone(): () => void {
  const { matchMedia } = globalThis
  globalThis.matchMedia = (query) => {
    const list = matchMedia.call(globalThis, query)
    if (query === COARSE) Object.defineProperty(list, 'matches', { value: true })
    return list
  }
  return () => {
    globalThis.matchMedia = matchMedia
  }
}
