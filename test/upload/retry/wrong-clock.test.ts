import { describe, expect, test } from 'vitest'
import { tries } from './tries.ts'

const HOUR_MS = 3_600_000

describe('T-14: a device whose clock is wrong', () => {
  test.each([6, -6])('by %i hours all the time uploads like any other', async (hours) => {
    const { upload, log, clock } = tries()
    clock.setWallBack(hours * HOUR_MS)
    await upload()
    expect(log).toEqual(['request-url', 'send 1', 'confirm 1'])
  })

  test('I2: and is turned back six hours in mid-upload: nothing changes, and the URL ages all the same', async () => {
    const { upload, log, clock } = tries({
      requestUrl: [
        () => {
          clock.setWallBack(6 * HOUR_MS)
          clock.pass(301_000)
        },
      ],
    })
    await upload()
    expect(log).toEqual(['request-url', 'renew 1', 'send 2', 'confirm 2'])
  })

  test('and is set right by six hours in mid-upload: one renewal, and no loop', async () => {
    const { upload, log, clock } = tries({ requestUrl: [() => clock.setWallBack(-6 * HOUR_MS)] })
    await upload()
    expect(log).toEqual(['request-url', 'renew 1', 'send 2', 'confirm 2'])
  })
})
