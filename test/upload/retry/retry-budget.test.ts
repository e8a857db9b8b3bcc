import { expect, test } from 'vitest'
import { createRetryBudget } from '../../../src/upload/retry/retry-budget.ts'
import { createFakeClock } from '../fake-clock.ts'

const takeAll = (budget: { take(): boolean }) => {
  let taken = 0
  while (budget.take()) taken += 1
  return taken
}

test('T-59: a page has 20 retries, and gets one back every 3 s', () => {
  const clock = createFakeClock()
  const budget = createRetryBudget(clock)
  expect(takeAll(budget)).toBe(20)
  clock.pass(2_999)
  expect(budget.take()).toBe(false)
  clock.pass(1)
  expect(takeAll(budget)).toBe(1)
  clock.pass(30_000)
  expect(takeAll(budget)).toBe(10)
})

test('T-59: a page that was quiet for long has no more than these 20', () => {
  const clock = createFakeClock()
  const budget = createRetryBudget(clock)
  clock.pass(86_400_000)
  expect(takeAll(budget)).toBe(20)
})
