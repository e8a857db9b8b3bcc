import { describe, expect, test } from 'vitest'
import { UploadError } from '../../src/contract/upload-error.ts'
import { createFormat } from '../../src/react/texts/format.ts'
import { describeUploadError } from '../../src/react/texts/resolve-messages.ts'
import { languages, MB, packs, rules, textsOf } from './packs.ts'

const { ar, de, fr, ja } = packs

describe.each(languages)(
  '$tag: numbers and names stand in their sentences, as Intl writes them',
  ({ pack }) => {
    const { bytes, number, percent } = createFormat(pack.locale)
    const texts = textsOf(pack)

    test.each([
      ['hint', ['PNG', bytes(rules.maxSizeBytes)]],
      ['uploading', ['\u2068me.png\u2069']],
      ['sent', [bytes(340 * 1024), bytes(1.5 * MB)]],
      ['uploaded', [percent(0.25)]],
      ['errors: too-many-files', [number(1203)]],
      ['errors: unsupported-type', ['PNG', 'GIF']],
      ['errors: unsupported-type, unknown', ['PNG']],
      ['errors: file-too-large', [bytes(rules.maxSizeBytes), bytes(7.25 * MB)]],
      ['errors: picture-too-small', [number(1203)]],
      ['errors: heic-unsupported', ['HEIC', 'PNG']],
      ['errors: request-rejected, with a reason', ['No.']],
      ['errors: confirm-rejected, with a reason', ['No.']],
      ['errors: remove-rejected, with a reason', ['No.']],
    ])('%s', (key, parts) => {
      for (const part of parts) expect(texts[key]).toContain(part)
    })
  },
)

describe('Arabic', () => {
  const tooMany = (count: number) => new UploadError('too-many-files', { details: { count } })
  const tooSmall = (minSidePixels: number) =>
    new UploadError('picture-too-small', { details: { width: 1, height: 1, minSidePixels } })

  // One, two, few (3 to 10), many (11 to 99) and other, of the last two digits.
  test.each([
    [1, 'ملفًا واحدًا', 'بكسل واحد'],
    [2, 'ملفين', 'بكسلين'],
    [3, '3 ملفات', '3 بكسلات'],
    [10, '10 ملفات', '10 بكسلات'],
    [11, '11 ملفًا', '11 بكسلًا'],
    [96, '96 ملفًا', '96 بكسلًا'],
    [100, '100 ملف', '100 بكسل'],
    [103, '103 ملفات', '103 بكسلات'],
  ])('counts %i as its grammar does', (count, files, pixels) => {
    expect(describeUploadError(tooMany(count), ar)).toBe(`يُرجى اختيار صورة واحدة. لقد اخترت ${files}.`)
    expect(describeUploadError(tooSmall(count), ar)).toMatch(new RegExp(` عن ${pixels}\\.$`))
  })

  test('keeps its grammar where a country has digits of its own', () => {
    expect(describeUploadError(tooMany(3), { ...ar, locale: 'ar-EG' })).toContain('٣ ملفات')
  })

  test('keeps the full stop of a foreign reason with the reason', () => {
    const error = new UploadError('confirm-rejected', { details: { reason: 'No faces.' } })
    expect(describeUploadError(error, ar)).toBe('لم تُقبل هذه الصورة. \u2068No faces.\u2069')
  })
})

test('French keeps its colon and its guillemets on the line of their word', () => {
  expect(fr.errorPrefix).toBe('Erreur\u00A0:')
  for (const text of Object.values(textsOf(fr))) expect(text).not.toMatch(/ [:;?!»]|« /)
})

test('Japanese puts no space between sentences, or between a number and what it counts', () => {
  for (const text of Object.values(textsOf(ja))) expect(text).not.toMatch(/[。、] |\d [^\d\w]/)
})

test('German writes sentences with the decimal comma', () => {
  const error = new UploadError('file-too-large', {
    details: { sizeBytes: 7.25 * MB, maxSizeBytes: 1.5 * MB },
  })
  expect(describeUploadError(error, de)).toBe(
    'Die ausgewählte Datei darf höchstens 1,5\u00A0MB groß sein. Sie ist 7,3\u00A0MB groß.',
  )
})
