import { describe, expect, test } from 'vitest'
import { createBackend, imageOf } from '../backend.ts'

const ID = '0195512a-8000-7000-8000-000000000000'
const KEY = `avatars/0123456789012345678901/${ID}.webp`
const NO_UUID = KEY.replace(ID, `${'-'.repeat(14)}7${'-'.repeat(21)}`)
const OTHER_VARIANT = KEY.replace('-7000-8', '-7000-c')
const OURS = { id: ID, type: 'image/webp' }

describe('the current image', () => {
  test.each([
    ['nothing', null, null],
    ['an empty text', '', null],
    ['a key of ours', KEY, { ...OURS, url: `https://img.example.com/${KEY}` }],
    [
      'a URL of ours',
      `https://cdn.example/x/${KEY}?v=1`,
      { ...OURS, url: `https://cdn.example/x/${KEY}?v=1` },
    ],
    ['a path of ours', `/images/${KEY}`, { ...OURS, url: `/images/${KEY}` }],
    ['anybody’s URL', 'https://gravatar.example/avatar/1', { url: 'https://gravatar.example/avatar/1' }],
    ['a key of another type', KEY.replace('webp', 'svg'), { url: KEY.replace('webp', 'svg') }],
    [
      'anybody’s URL with a key of ours in its query',
      `https://resize.example/?of=/${KEY}`,
      { url: `https://resize.example/?of=/${KEY}` },
    ],
    ['a key with more behind it', `${KEY}/x`, { url: `${KEY}/x` }],
    ['an id that is no UUID', NO_UUID, { url: NO_UUID }],
    ['an id of another variant', OTHER_VARIANT, { url: OTHER_VARIANT }],
    ['an id of another version', KEY.replace('-7000-', '-4000-'), { url: KEY.replace('-7000-', '-4000-') }],
  ])('when the app has saved %s', async (_, saved, expected) => {
    const answer = await createBackend({ loadImage: () => saved }).current()
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.json).toEqual(expected)
  })

  test('is asked for by owner', async () => {
    const backend = createBackend()
    const { ticket } = await backend.upload()
    const { id, url, type } = imageOf(await backend.confirm(ticket))
    expect((await backend.current('ada')).json).toEqual({ id, url, type })
    expect((await backend.current('eve')).json).toBeNull()
  })

  test('of private images gets a fresh URL from its key', async () => {
    let signed = 0
    const backend = createBackend({
      loadImage: () => KEY,
      imageUrl: (key) => `https://signed.example/${key}?${++signed}`,
    })
    expect((await backend.current()).json).toMatchObject({ url: `https://signed.example/${KEY}?1` })
    expect((await backend.current()).json).toMatchObject({ url: `https://signed.example/${KEY}?2` })
  })
})
