import { describe, expect, test } from 'vitest'
import { imageRules } from '../../../src/contract/image-rules.ts'
import { type AnyUploadError, UploadError } from '../../../src/contract/upload-error.ts'
import { createFormat } from '../../../src/react/texts/format.ts'
import { describeUploadError, resolveMessages } from '../../../src/react/texts/resolve-messages.ts'

const english = resolveMessages()
const NBSP = '\u00A0'

/** An error of each code whose text is fixed. */
const fixed = Object.entries(english.errors).flatMap(([code, text]) =>
  typeof text === 'string' ? [{ code, text, error: new UploadError(code as 'unexpected') }] : [],
)

/** An error of each code whose text depends on its details. */
const detailed: [text: string, error: AnyUploadError][] = [
  ['Choose one photo. You chose 1,200.', new UploadError('too-many-files', { details: { count: 1200 } })],
  [
    'The selected file must be a JPEG or PNG. It is a file of type GIF.',
    new UploadError('unsupported-type', {
      details: { type: 'image/gif', allowed: ['image/jpeg', 'image/png'] },
    }),
  ],
  [
    'The selected file must be a JPEG or PNG. It is not a picture that we recognise.',
    new UploadError('unsupported-type', {
      details: { type: null, allowed: ['image/jpeg', 'image/png'] },
    }),
  ],
  [
    `The selected file must be at most 5${NBSP}MB. It is 5.1${NBSP}MB.`,
    new UploadError('file-too-large', {
      details: { sizeBytes: 5 * 1024 * 1024 + 1, maxSizeBytes: 5 * 1024 * 1024 },
    }),
  ],
  [
    'This picture is too small. It must be at least 96 pixels wide and high.',
    new UploadError('picture-too-small', { details: { width: 10, height: 300, minSidePixels: 96 } }),
  ],
  [
    'This photo is in the HEIC format. Choose a JPEG, PNG or WebP.',
    new UploadError('heic-unsupported', {
      details: { allowed: ['image/jpeg', 'image/png', 'image/webp'] },
    }),
  ],
  ['This photo was not accepted.', new UploadError('request-rejected', { details: { reason: null } })],
  [
    'This photo was not accepted. No faces.',
    new UploadError('confirm-rejected', { details: { reason: 'No faces.' } }),
  ],
  ['The photo could not be removed.', new UploadError('remove-rejected', { details: { reason: null } })],
  [
    'The photo could not be removed. Staff need one.',
    new UploadError('remove-rejected', { details: { reason: 'Staff need one.' } }),
  ],
]

describe('the text of an error', () => {
  test.each(detailed)('"%s" says what its details are', (text, error) => {
    expect(describeUploadError(error)).toBe(text)
  })

  test('is known for every code', () => {
    const codes = new Set<string>([...fixed, ...detailed.map(([, error]) => error)].map(({ code }) => code))
    expect([...codes].toSorted()).toEqual(Object.keys(english.errors).toSorted())
    for (const { text, error } of fixed) expect(describeUploadError(error)).toBe(text)
  })

  test.each(fixed)('$code: asks to try again only where that is offered', ({ text, error }) => {
    expect(/try again/i.test(text) && !error.isRetryable).toBe(false)
    expect(text).toMatch(/^[A-Z].*\.$/)
  })

  test('of a code that only a newer copy of this package knows is that of the unexpected', () => {
    const error = Object.assign(new UploadError('unexpected'), { code: 'from-a-newer-copy' })
    expect(describeUploadError(error)).toBe('Something went wrong. Try again.')
    const messages = { errors: { unexpected: 'Oje.' } }
    expect(describeUploadError(error, messages)).toBe('Oje.')
  })
})

describe('texts of the app', () => {
  test('stand over the English ones, one by one', () => {
    const messages = { cancel: 'Abbrechen', errors: { offline: 'Kein Netz.' } }
    const { cancel, retry, errors } = resolveMessages(messages)
    expect({ cancel, retry }).toEqual({ cancel: 'Abbrechen', retry: 'Try again' })
    expect({ offline: errors.offline, network: errors.network }).toEqual({
      offline: 'Kein Netz.',
      network: english.errors.network,
    })
  })

  test('that are given as undefined count as not given', () => {
    // What JavaScript and optional settings make of a text that is missing.
    const missing = JSON.parse('{}')
    const messages = { cancel: missing.cancel, locale: missing.locale, errors: { offline: missing.offline } }
    expect(resolveMessages(messages)).toEqual(english)
    expect(resolveMessages({ errors: undefined })).toEqual(english)
  })

  test('write numbers and lists as their language does', () => {
    const error = new UploadError('file-too-large', {
      details: { sizeBytes: 6_500_000, maxSizeBytes: 1_572_864 },
    })
    const text = describeUploadError(error, {
      locale: 'de',
      errors: { 'file-too-large': ({ maxSizeBytes }, format) => `Höchstens ${format.bytes(maxSizeBytes)}.` },
    })
    expect(text).toBe(`Höchstens 1,5${NBSP}MB.`)
    expect(createFormat('de').types(['image/jpeg', 'image/png'])).toBe('JPEG oder PNG')
  })
})

describe('formatted bytes', () => {
  test.each([
    [1, `0.1${NBSP}kB`],
    [1024, `1${NBSP}kB`],
    [1025, `1.1${NBSP}kB`],
    [1024 * 1024 - 1, `1,024${NBSP}kB`],
    [1024 * 1024, `1${NBSP}MB`],
    [5 * 1024 * 1024, `5${NBSP}MB`],
    [5 * 1024 * 1024 + 1, `5.1${NBSP}MB`],
  ])('%i bytes are rounded up to %s, and stay on one line', (sizeBytes, text) => {
    expect(createFormat('en').bytes(sizeBytes)).toBe(text)
  })
})

test('percents are whole', () => {
  expect(createFormat('en').percent(0.42)).toBe('42%')
})

test('the hint names the types and the limit of the rules', () => {
  const { hint } = english
  if (typeof hint === 'string') throw new TypeError('The English hint is made from the rules.')
  expect(hint(imageRules({ types: ['image/png'], maxSizeBytes: 2 * 1024 * 1024 }), createFormat('en'))).toBe(
    `PNG, up to 2${NBSP}MB. You can also drop or paste a photo.`,
  )
})
