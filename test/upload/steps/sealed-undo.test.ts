import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { openUndo, type SealedUndo, sealUndo } from '../../../src/upload/steps/sealed-undo.ts'
import { SECRETS } from '../samples.ts'

test.each<[string, (undo: SealedUndo) => unknown]>([
  ['JSON', (undo) => JSON.stringify(undo)],
  ['String', (undo: unknown) => String(undo)],
  ['a structured clone', (undo) => JSON.stringify(structuredClone(undo))],
  ['its properties', (undo) => Reflect.ownKeys(undo).join()],
  ['util.inspect with everything', (undo) => inspect(undo, { showHidden: true, depth: null })],
])('a sealed undo does not show its ticket to %s', (_, show) => {
  const undo = sealUndo('undo-canary')
  expect(openUndo(undo)).toMatch(SECRETS)
  expect(show(undo)).not.toMatch(SECRETS)
})

test('a sealed undo opens only as itself, and cannot be changed', () => {
  const undo = sealUndo('undo-canary')
  expect(() => openUndo({ ...undo })).toThrow(TypeError)
  expect(Object.isFrozen(undo)).toBe(true)
})
