import { describe, expect, test } from 'vitest'
import { checkMoment } from './check-moment.ts'
import { type History, historyFrom } from './history.ts'
import type { Moment, Unfinished } from './moment.ts'

// The checker itself, on end states that were written by hand. Ids are in the order in which they were requested.

interface Planted {
  row?: string
  pictures?: readonly string[]
  history?: Partial<Record<keyof History, readonly string[]>>
  unfinished?: Unfinished
}

function moment({ row, pictures = [], history = {}, unfinished = 'settled' }: Planted): Moment {
  const planted = historyFrom()
  for (const [kind, ids] of Object.entries(history))
    for (const id of ids) planted[kind as keyof History].add(id)
  return {
    when: 'now',
    unfinished,
    row: row === undefined ? null : { key: `avatars/${row}.jpg`, id: row },
    pictures: new Map(pictures.map((id) => [`avatars/${id}.jpg`, id])),
    history: planted,
    nameOf: (id) => id ?? 'unknown',
  }
}

const broken = (planted: Planted) => [
  ...new Set(checkMoment(moment(planted)).map(({ invariant }) => invariant)),
]

describe('a sound end is', () => {
  test.each<[string, Planted]>([
    ['no image', {}],
    ['the saved image', { row: 'a', pictures: ['a'], history: { confirmed: ['a'], saved: ['a'] } }],
    [
      'the newer image, after the older one was replaced',
      { row: 'b', pictures: ['b'], history: { confirmed: ['a', 'b'], replaced: ['a'] } },
    ],
    [
      'no image, after the removal of one that was saved without an answer',
      { history: { confirmed: ['a'], saved: ['a', 'b'], replaced: ['a'], removed: ['b'] } },
    ],
    ['no image, after the removal of the newest', { history: { confirmed: ['a', 'b'], removed: ['b'] } }],
    [
      'an older image, after a newer upload was revoked',
      {
        row: 'a',
        pictures: ['a'],
        history: { confirmed: ['a'], revoked: ['b'] },
      },
    ],
    ['one promoted image, after a process has died', { pictures: ['a'], unfinished: 'crashed' }],
    [
      'a removed image, after the removing process has died',
      {
        pictures: ['a'],
        history: { confirmed: ['a'], removed: ['a'] },
        unfinished: 'crashed',
      },
    ],
    ['one promoted image, while a store write is late', { pictures: ['a'], unfinished: 'failing' }],
  ])('%s', (_, planted) => {
    expect(broken(planted)).toEqual([])
  })
})

describe('what breaks', () => {
  test.each<[string, Planted, readonly string[]]>([
    ['a public image that nobody names', { row: 'b', pictures: ['a', 'b'] }, ['P1']],
    ['a public image beside a row that is null', { pictures: ['a'] }, ['P1']],
    ['a row that names an image without a picture', { row: 'a' }, ['P1']],
    [
      'a removed image that is readable',
      { pictures: ['a'], history: { removedForSure: ['a'], removed: ['a'] }, unfinished: 'failing' },
      ['P2'],
    ],
    ['a refused image that is readable', { pictures: ['a'], history: { refused: ['a'] } }, ['P1', 'P2']],
    [
      'a superseded image that is readable',
      { row: 'b', pictures: ['a', 'b'], history: { superseded: ['a'] } },
      ['P1', 'P2'],
    ],
    [
      'a removed image that is saved again',
      { row: 'a', history: { removed: ['a'] }, pictures: ['a'] },
      ['P2'],
    ],
    ['a revoked image that is saved', { row: 'a', pictures: ['a'], history: { revoked: ['a'] } }, ['P2']],
    ['an older image that wins', { row: 'a', pictures: ['a'], history: { confirmed: ['a', 'b'] } }, ['P3']],
    [
      'an older image that wins over a newer one that was removed',
      { row: 'a', pictures: ['a'], history: { confirmed: ['a', 'b'], removed: ['b'] } },
      ['P3'],
    ],
    [
      'a confirmed image that is lost, because a removal meant another one',
      { history: { confirmed: ['a', 'b'], removed: ['a'] } },
      ['P3'],
    ],
    [
      'two promoted images, after a process has died',
      { pictures: ['a', 'b'], unfinished: 'crashed' },
      ['P6'],
    ],
    [
      'a replaced image that is readable, after another request came',
      { row: 'b', pictures: ['a', 'b'], history: { replaced: ['a'] }, unfinished: 'other repeated' },
      ['P2', 'P6'],
    ],
  ])('%s', (_, planted, invariants) => {
    expect(broken(planted)).toEqual(invariants)
  })
})
