import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ProfileImageDropzone, type UploadProgress, useUploadProgress } from '../../src/index.ts'

const dropzone = createElement(ProfileImageDropzone, { endpoint: '/api/profile-image', src: '/saved.png' })

test('on a server, the component renders what is saved', () => {
  const client = new QueryClient()
  const html = renderToString(createElement(QueryClientProvider, { client }, dropzone))
  expect(html).toContain('role="group"')
  expect(html).toContain('src="/saved.png"')
})

test('without a QueryClient it throws a TypeError that names the provider', () => {
  expect(() => renderToString(dropzone)).toThrow(
    expect.objectContaining({ name: 'TypeError', message: expect.stringContaining('QueryClientProvider') }),
  )
})

test('on a server there is no progress, so that the first render of the page is the same', () => {
  const moving: UploadProgress = { sentBytes: 1, totalBytes: 2, fraction: 0.5, isStalled: false }
  const progress = { get: () => moving, subscribe: () => () => {} }
  const Probe = () => JSON.stringify(useUploadProgress({ progress }))
  expect(renderToString(createElement(Probe))).toBe('null')
})
