import { useEffect, useLayoutEffect } from 'react'

/** `useLayoutEffect`, about which React 18 warns when it renders on a server. */
export const useBrowserLayoutEffect: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect
