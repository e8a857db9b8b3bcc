import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { english, languages, packs, sampleErrors, textsOf } from './packs.ts'

const root = new URL('../../', import.meta.url)
const inEnglish = textsOf(english)
const BUTTONS = ['choose', 'change', 'take', 'remove', 'cancel', 'retry', 'undo'] as const
const LONGEST_BUTTON = 24

/** Texts that are right as they are in English. */
const SAME_AS_ENGLISH = ['es errorPrefix']

/** How each language asks to try again. */
const TRY_AGAIN = new Map([
  ['ar', /إعادة المحاولة/],
  ['de', /versuchen Sie es/i],
  ['es', /vuelva a intentarlo/i],
  ['fr', /réessayez/i],
  ['ja', /再試行してください/],
])

test('every language is a module of its own, and one that the package exports', () => {
  const modules = readdirSync(new URL('src/messages/', root))
  const exported = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).exports
  for (const tag of Object.keys(packs)) {
    expect(modules).toContain(`${tag}.ts`)
    expect(exported).toHaveProperty([`./messages/${tag}`, 'default'], `./dist/messages/${tag}.js`)
    expect(exported).toHaveProperty([`./messages/${tag}`, 'types'], `./dist/messages/${tag}.d.ts`)
  }
  expect(modules.filter((name) => /^\w{2}\.ts$/.test(name))).toHaveLength(Object.keys(packs).length)
})

describe.each(languages)('$tag', ({ tag, pack }) => {
  const texts = textsOf(pack)
  const named = Object.entries(texts)
  const matching = (pattern: RegExp) => named.filter(([, text]) => pattern.test(text))

  test('formats numbers and lists as itself, which Intl knows', () => {
    expect(pack.locale).toBe(tag)
    expect(Intl.NumberFormat.supportedLocalesOf(tag)).toEqual([tag])
    expect(Intl.ListFormat.supportedLocalesOf(tag)).toEqual([tag])
    expect(Intl.PluralRules.supportedLocalesOf(tag)).toEqual([tag])
  })

  test('has every text, and none that the component does not know', () => {
    expect(Object.keys(pack).toSorted()).toEqual(Object.keys(english).toSorted())
    expect(Object.keys(pack.errors).toSorted()).toEqual(Object.keys(english.errors).toSorted())
    expect(matching(/^$/)).toEqual([])
  })

  test('has no text that is still English', () => {
    const copies = named.filter(([key, text]) => text === inEnglish[key]).map(([key]) => `${tag} ${key}`)
    expect(copies).toEqual(SAME_AS_ENGLISH.filter((copy) => copy.startsWith(tag)))
  })

  test('has no placeholder left, nor what a missing value leaves', () => {
    expect(matching(/[{}$]|%\w|undefined|null|NaN|\[object/)).toEqual([])
  })

  test('has no space too many, no straight quotes, no dots for an ellipsis', () => {
    expect(matching(/\s\s|^\s|\s$/)).toEqual([])
    expect(matching(/['"]|\.{3}/)).toEqual([])
  })

  test('ends each text as English does', () => {
    const end = (text = '') => /[.。:](?=\u2069?$)/.exec(text)?.[0].replace('。', '.') ?? ''
    const ends = named.map(([key, text]) => [key, end(text)])
    expect(ends).toEqual(named.map(([key]) => [key, end(inEnglish[key])]))
  })

  test('has short buttons, each with another name', () => {
    const names = BUTTONS.map((button) => pack[button])
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name.length).toBeLessThanOrEqual(LONGEST_BUTTON)
  })

  test('calls buttons by their names', () => {
    expect(pack.undoAvailable).toContain(pack.undo)
    expect(pack.retryAvailable).toContain(pack.retry)
  })

  test('asks to try again where English does, and only there', () => {
    const asking = TRY_AGAIN.get(tag)
    for (const name of Object.keys(sampleErrors)) {
      const key = `errors: ${name}`
      expect([name, asking?.test(texts[key] ?? '')]).toEqual([name, /try again/i.test(inEnglish[key] ?? '')])
    }
  })

  test('has one text for the errors that share one in English', () => {
    const shared = Object.groupBy(Object.keys(sampleErrors), (name) => inEnglish[`errors: ${name}`] ?? '')
    for (const names of Object.values(shared)) {
      expect(new Set(names?.map((name) => texts[`errors: ${name}`])).size).toBe(1)
    }
  })
})

test('English calls buttons by their names, too', () => {
  expect(english.undoAvailable).toContain(english.undo)
  expect(english.retryAvailable).toContain(english.retry)
})
