import { expect, test, vi } from 'vitest'
import { UploadError } from '../../../src/contract/upload-error.ts'
import { forEachOwner } from '../each-owner.ts'
import { picture } from '../render-photo.tsx'
import { endOf, renderUploader } from '../render-uploader.tsx'

const real = forEachOwner()

// This page is served by Vite's development server, as an app's is.
test('in development, an upload that a setting can repair names it on the console, once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { uploader, phase } = renderUploader({
    endpoint: real().endpoint,
    send: () => Promise.reject(new UploadError('signature-mismatch', { status: 403 })),
  })
  for (const _ of ['first', 'second']) {
    expect(await endOf(uploader().uploadAsync(await picture()))).toBe('signature-mismatch')
    await phase('error')
  }
  expect(warn.mock.calls).toEqual([[expect.stringContaining('browserEndpoint')]])
  warn.mockRestore()
})
