import { cleanup } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { profileImageQuery, type UseProfileImageUploadOptions } from '../../src/index.ts'
import { samplePicture, type TestBackend } from '../../src/testing/index.ts'
import { endOf, renderUploader } from '../react/render-uploader.tsx'

/** What holds wherever MSW runs: the page has an endpoint as text, and sends by XMLHttpRequest. */
export function testUploads(backend: TestBackend, endpoint: string): void {
  const options: UseProfileImageUploadOptions = { endpoint }
  const picture = samplePicture()
  const upload = () => endOf(renderUploader(options).uploader().uploadAsync(picture))

  afterEach(() => {
    cleanup()
    backend.reset()
  })

  test('the whole upload works', async () => {
    const { uploader } = renderUploader(options)
    const image = await uploader().uploadAsync(picture)
    expect(backend.images).toEqual([expect.objectContaining(image)])
  })

  test('the saved image can be seen, and asked for', async () => {
    const { uploader, client } = renderUploader(options)
    const { url } = await uploader().uploadAsync(picture)
    const shown = await fetch(url)
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect((await shown.arrayBuffer()).byteLength).toBe(picture.size)
    client.clear()
    expect(await client.fetchQuery(profileImageQuery({ endpoint }))).toMatchObject({ url })
  })

  test.each([
    ['unauthenticated', 'unauthenticated'],
    ['backendDown', 'saved'],
    ['badJson', 'bad-response'],
    ['signatureMismatch', 'signature-mismatch'],
    ['urlExpired', 'saved'],
    ['slowDown', 'saved'],
  ] as const)('%s ends in %s', async (fault, end) => {
    const handle = backend.fail(fault)
    expect(await upload()).toBe(end)
    expect(handle.hits).toBe(1)
  })

  test('a connection that breaks is one that breaks', async () => {
    const handle = backend.fail('reset')
    const { uploader, phase } = renderUploader(options)
    uploader().upload(picture)
    await phase('waiting')
    expect(handle.hits).toBe(1)
  })

  test.each(['request-url', 'send', 'confirm'] as const)('%s can be held', async (step) => {
    const held = backend.hold(step)
    const end = upload()
    await held.reached
    expect(backend.images).toEqual([])
    held.release()
    expect(await end).toBe('saved')
  })
}
