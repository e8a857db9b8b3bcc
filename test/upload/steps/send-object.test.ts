import { expect, test } from 'vitest'
import { createSendObject } from '../../../src/upload/steps/send-object.ts'

// What it sends is in send-object.browser.test.ts.

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
  'a stall timeout of %s ms is a mistake: timers would end at once',
  (stallTimeoutMs) => {
    expect(() => createSendObject({ stallTimeoutMs })).toThrow(
      new TypeError(
        `createSendObject: stallTimeoutMs must be a number of milliseconds from 1 to 2147483647, not ${stallTimeoutMs}.`,
      ),
    )
  },
)

test.each([undefined, 1, 2 ** 31 - 1])('one of %s is none', (stallTimeoutMs) => {
  expect(createSendObject(stallTimeoutMs === undefined ? {} : { stallTimeoutMs })).toBeTypeOf('function')
})
