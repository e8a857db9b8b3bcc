import { expect, test } from 'vitest'
import { parseRemovedImage } from '../../src/contract/parse-answer.ts'
import { isUploadError } from '../../src/contract/upload-error.ts'

test.each([[null], ['v1.key.claims.signature']])('takes %j as the undo ticket', (undoTicket) => {
  expect(parseRemovedImage({ undoTicket, more: 1 })).toEqual({ undoTicket })
})

test.each([
  ['nothing', undefined],
  ['null', null],
  ['no ticket', {}],
  ['an empty ticket', { undoTicket: '' }],
  ['a ticket with a space', { undoTicket: 'a b' }],
  ['a ticket that is too long', { undoTicket: 'a'.repeat(4097) }],
  ['a number', { undoTicket: 1 }],
  ['a list', [{ undoTicket: null }]],
])('refuses %s', (_, answer) => {
  let thrown: unknown = null
  try {
    parseRemovedImage(answer)
  } catch (error) {
    thrown = error
  }
  expect(isUploadError(thrown, 'bad-response')).toBe(true)
})
