import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { imageRules } from '../../../src/contract/image-rules.ts'
import { openPicture, preparePicture } from '../../../src/upload/steps/prepare-picture.ts'
import { join, jpeg, segment } from '../../picture/samples.ts'
import { pictureFile } from '../samples.ts'

describe('preparePicture', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('promises type, length and SHA-256 of the very bytes that are sent', async () => {
    // The name and the declared type say something else than the bytes.
    const file = new File([pictureFile()], 'photo.jpg', { type: 'image/jpeg' })
    const { blob, type, sizeBytes, sha256 } = openPicture(await preparePicture(file, imageRules()))
    const sent = await blob.bytes()
    expect({ type, blobType: blob.type, sizeBytes }).toEqual({
      type: 'image/png',
      blobType: 'image/png',
      sizeBytes: sent.length,
    })
    expect(sent).toEqual(await file.bytes())
    expect(sha256).toBe(createHash('sha256').update(sent).digest('base64'))
  })

  test('finds the size of a JPEG behind a megabyte of metadata, as phones write it', async () => {
    const picture = await jpeg()
    const metadata = Array.from({ length: 17 }, () => segment(0xe1, new Uint8Array(65_000)))
    const deep = Uint8Array.from(join(picture.subarray(0, 2), ...metadata, picture.subarray(2)))
    const file = new File([deep], 'deep.jpg')
    expect(openPicture(await preparePicture(file, imageRules())).sizeBytes).toBe(file.size)
  })

  test('refuses a file that is too large, and says by how much', async () => {
    const file = pictureFile()
    const rules = imageRules({ maxSizeBytes: file.size - 1 })
    await expect(preparePicture(file, rules)).rejects.toMatchObject({
      code: 'file-too-large',
      details: { sizeBytes: file.size, maxSizeBytes: file.size - 1 },
    })
    await expect(preparePicture(file, imageRules({ maxSizeBytes: file.size }))).resolves.toBeDefined()
  })

  test('reads no more of a file than is allowed, however large it is', async () => {
    const read: number[] = []
    const huge = Object.assign(pictureFile(), {
      slice: (start = 0, end = Number.POSITIVE_INFINITY) => {
        read.push(start, end)
        return pictureFile()
      },
      arrayBuffer: () => Promise.reject(new Error('All of it is in memory.')),
    })
    Object.defineProperty(huge, 'size', { value: 2 ** 40 })
    await expect(preparePicture(huge, imageRules())).rejects.toMatchObject({ code: 'file-too-large' })
    expect(read).toEqual([0, imageRules().maxSizeBytes])
  })

  test('refuses on a page that may not hash', async () => {
    vi.stubGlobal('crypto', {})
    await expect(preparePicture(pictureFile(), imageRules())).rejects.toMatchObject({
      code: 'insecure-context',
    })
  })

  test('hands out an opaque object: no file, no bytes, no name', async () => {
    const picture = await preparePicture(pictureFile('my-secret-name.png'), imageRules())
    expect(inspect(picture, { showHidden: true, depth: null })).toMatch(/^\{ id: 'picture-\d+' \}$/)
    expect(() => openPicture({ ...picture })).toThrow(TypeError)
  })
})
