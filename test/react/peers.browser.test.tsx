import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, renderHook } from '@testing-library/react'
import { useState, version } from 'react'
import { useDropzone } from 'react-dropzone'
import { expect, inject, test, vi } from 'vitest'
import { ProfileImageDropzone } from '../../src/index.ts'
import type { Peers } from '../compat/peers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    peers: Pick<Peers, 'react' | 'reactDropzone'>
  }
}

/** What each copy of react-dom tells devtools when it is loaded: before the imports above. */
const renderers = vi.hoisted(() => {
  const injected: { version?: string }[] = []
  const hook = { supportsFiber: true, inject: (renderer: object) => injected.push(renderer) }
  Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook })
  return injected
})

const { react, reactDropzone } = inject('peers')

test('the React of the page is the one that this project tests, and the only one', () => {
  function VersionOfTheTree() {
    // Throws when this React is another one than react-dom's.
    const [shown] = useState(version)
    return shown
  }
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <ProfileImageDropzone endpoint="/api/photo" fallback={<VersionOfTheTree />} />
    </QueryClientProvider>,
  )
  const shown = container.querySelector('[data-part=fallback]')?.textContent
  expect(shown?.slice(0, react.length)).toBe(react)
  expect(renderers.map((renderer) => renderer.version)).toEqual([shown])
})

test('so is its react-dropzone', () => {
  const { result } = renderHook(() => useDropzone())
  // Version 20 tells during a drag what would be rejected.
  expect('dragFileRejections' in result.current).toBe(reactDropzone >= 20)
})
