import { afterEach, describe, expect, test, vi } from 'vitest'
import { mayHaveSent } from '../../../src/upload/steps/may-have-sent.ts'

// What the browsers really note is measured by refused-puts.browser.test.ts, in each of them.

const url = 'https://s3.example.com/staging/a?X-Amz-Signature=b'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'

function page(userAgent: string, durationsMs: number[]) {
  vi.stubGlobal('navigator', { userAgent })
  const entries = durationsMs.map((duration) => ({ duration }) as PerformanceEntry)
  return vi.spyOn(performance, 'getEntriesByName').mockReturnValue(entries)
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('Firefox, which may send without a word', () => {
  test.each([
    { notes: 'a request that took no time', durationsMs: [0], expected: false },
    { notes: 'a request that took time', durationsMs: [14], expected: true },
    { notes: 'nothing', durationsMs: [], expected: true },
    { notes: 'an earlier PUT to this URL that took time', durationsMs: [14, 0], expected: false },
    { notes: 'an earlier PUT to this URL that took none', durationsMs: [0, 14], expected: true },
  ])('that notes $notes: $expected', ({ durationsMs, expected }) => {
    const getEntriesByName = page(FIREFOX, durationsMs)
    expect(mayHaveSent(url)).toBe(expected)
    expect(getEntriesByName).toHaveBeenCalledWith(url)
  })
})

test.each([
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/126.0 Mobile/15E148 Safari/605.1.15',
])('what tells of progress has sent nothing when it told of none: %s', (userAgent) => {
  page(userAgent, [14])
  expect(mayHaveSent(url)).toBe(false)
})

test('a service worker may have sent everything: behind it nothing tells of progress', () => {
  vi.stubGlobal('navigator', { userAgent: 'Chrome/153.0.0.0', serviceWorker: { controller: {} } })
  expect(mayHaveSent(url)).toBe(true)
  vi.stubGlobal('navigator', { userAgent: 'Chrome/153.0.0.0', serviceWorker: { controller: null } })
  expect(mayHaveSent(url)).toBe(false)
})

test('a sandboxed frame has none, and throws when it is asked for it', () => {
  vi.stubGlobal('navigator', {
    userAgent: 'Chrome/153.0.0.0',
    get serviceWorker(): never {
      throw new DOMException('The context is sandboxed.', 'SecurityError')
    },
  })
  expect(mayHaveSent(url)).toBe(false)
})

test('nothing known of a browser is no Firefox', () => {
  vi.stubGlobal('navigator', undefined)
  expect(mayHaveSent(url)).toBe(false)
})
