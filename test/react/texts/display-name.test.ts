import { describe, expect, test } from 'vitest'
import { displayName } from '../../../src/react/texts/display-name.ts'

const hex = (codePoint: number) => codePoint.toString(16).toUpperCase().padStart(4, '0')
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
const INVISIBLE_ELSEWHERE = [0xad, 0x061c, 0x180e, 0xfeff, 0xe0001, 0xe0041]

describe('T-27: a name for display', () => {
  test.each(['photo.jpg', 'Ferien am See (2).jpeg', 'صورة.png', '写真.webp', '🦊.jpg', 'a\u00A0b.jpg', ''])(
    'is %j as it is',
    (name) => {
      expect(displayName(name)).toBe(name)
    },
  )

  test('has no character that is not seen, or turns others around', () => {
    const unseen = [
      ...range(0, 0x1f),
      ...range(0x7f, 0x9f),
      ...range(0x200b, 0x200f),
      ...range(0x2028, 0x202e),
      ...range(0x2060, 0x2064),
      ...range(0x2066, 0x2069),
      ...INVISIBLE_ELSEWHERE,
    ]
    const kept = unseen.filter((codePoint) => displayName(`a${String.fromCodePoint(codePoint)}b`) !== 'ab')
    expect(kept.map(hex)).toEqual([])
    expect(displayName('photo\u202Egpj.exe')).toBe('photogpj.exe')
  })

  test('is composed, as it looks: a decomposed one would be cut between a letter and its accent', () => {
    expect(displayName('Cafe\u0301.jpg')).toBe('Caf\u00E9.jpg')
  })

  test('loses its middle beyond 60 characters, and keeps its extension', () => {
    const longest = `${'a'.repeat(56)}.jpg`
    expect(displayName(longest)).toBe(longest)
    expect(displayName(`a${longest}`)).toBe(`${'a'.repeat(39)}…${'a'.repeat(16)}.jpg`)
    expect(displayName('x'.repeat(64 * 1024))).toHaveLength(60)
  })

  test('is not cut in the middle of a character', () => {
    const foxes = displayName('🦊'.repeat(61))
    expect(Array.from(foxes)).toHaveLength(60)
    expect(foxes.isWellFormed()).toBe(true)
  })

  test('is counted by what is left of it', () => {
    expect(displayName(`${'\u202E'.repeat(100)}photo.jpg`)).toBe('photo.jpg')
  })
})
