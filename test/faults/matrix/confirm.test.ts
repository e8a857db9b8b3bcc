import { expect } from 'vitest'
import { silence, type ScriptedAnswer } from '../scene/answer-script.ts'
import { afterEffect, changed, foreign, isStep, refusal } from '../scene/backend-answers.ts'
import { type Cell, testCells } from './cells.ts'

const isConfirm = isStep('confirm')

const answered = (
  fault: string,
  answer: ScriptedAnswer['answer'],
  { times = 1, ...cell }: Pick<Cell, 'ends'> & Partial<Cell> & { times?: number },
): Cell => ({
  fault,
  before({ scene }) {
    scene.backend.answer({ of: isConfirm, times, answer })
  },
  ...cell,
})

/** The end of it: neither confirm nor PUT again. */
const AT_ONCE = { calls: { requestUrl: 1, put: 1, confirm: 1 } }

/** All these say after 100 % that it is no success. */
const REFUSED = [
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'ticket-invalid'],
  [409, 'superseded'],
  [410, 'revoked'],
  [422, 'confirm-rejected'],
  [500, 'storage-misconfigured'],
] as const

/** What is asked for at the same moment. */
const repeated =
  (count: number): ScriptedAnswer['answer'] =>
  async (request, next) => {
    const answers = await Promise.all(Array.from({ length: count }, () => next(request.clone())))
    const texts = new Set(await Promise.all(answers.map((answer) => answer.clone().text())))
    expect(texts.size).toBe(1)
    return answers[0] ?? Response.error()
  }

testCells('confirm', [
  ...(['reset', 'cut'] as const).map((damage): Cell => ({
    fault: `${damage} after it took effect`,
    ends: 'success',
    calls: { put: 1 },
    before({ scene }) {
      scene.backendWire.fail({ of: isConfirm, damage, after: { down: 0 }, times: 2 })
    },
  })),
  {
    fault: 'T-68: the answer breaks off after it took effect',
    ends: 'success',
    calls: { put: 1, confirm: 2 },
    before({ scene }) {
      scene.backendWire.fail({ of: isConfirm, damage: 'cut', after: { down: 400 } })
    },
  },
  {
    fault: 'T-58: reset each time: all bytes are there, and it is no success',
    ends: 'network',
    calls: { put: 1, confirm: 4 },
    before({ scene }) {
      scene.backendWire.fail({ of: isConfirm, damage: 'reset', after: { up: 0 }, times: Infinity })
    },
  },
  ...REFUSED.map(([status, code]) =>
    answered(`T-58: ${status} ${code}`, refusal(status, code), { ends: code, ...AT_ONCE }),
  ),
  answered('409 not-uploaded twice, then it is there', refusal(409, 'not-uploaded'), {
    times: 2,
    ends: 'success',
    calls: { requestUrl: 1, put: 1, confirm: 3 },
  }),
  answered('T-58: 409 not-uploaded each time', refusal(409, 'not-uploaded'), {
    times: Infinity,
    ends: 'not-uploaded',
    calls: { requestUrl: 1, put: 4, confirm: 16 },
  }),
  answered('409 changed once: once more from the start', refusal(409, 'changed'), {
    ends: 'success',
    calls: { requestUrl: 2, put: 2, confirm: 2 },
  }),
  answered('T-58: 409 changed each time', refusal(409, 'changed'), {
    times: Infinity,
    ends: 'changed',
    calls: { requestUrl: 2, put: 2, confirm: 2 },
  }),
  answered('500 once', refusal(500, 'unexpected'), { ends: 'success', calls: { put: 1, confirm: 2 } }),
  answered('500 although it took effect', afterEffect(refusal(500, 'unexpected')), {
    ends: 'success',
    calls: { put: 1, confirm: 2 },
  }),
  answered('T-58: 500 each time', refusal(500, 'unexpected'), {
    times: Infinity,
    ends: 'unexpected',
    calls: { put: 1, confirm: 4 },
  }),
  answered('503 once', refusal(503, 'backend-unavailable'), {
    ends: 'success',
    calls: { put: 1, confirm: 2 },
  }),
  answered('T-58: 503 each time', refusal(503, 'backend-unavailable'), {
    times: Infinity,
    ends: 'backend-unavailable',
    calls: { put: 1, confirm: 4 },
  }),
  answered('30 s of silence once', silence, { ends: 'success', calls: { put: 1, confirm: 2 } }),
  answered('T-58: silence each time', silence, {
    times: Infinity,
    ends: 'backend-unavailable',
    calls: { put: 1, confirm: 4 },
  }),
  answered('T-58: 200 in HTML', foreign(200, '<h1>Saved</h1>'), { ends: 'bad-response', ...AT_ONCE }),
  answered('T-58: 200 with nothing in it', foreign(200, null, 'application/json'), {
    ends: 'bad-response',
    ...AT_ONCE,
  }),
  answered(
    'T-58: 200 with half an image',
    changed((text) => text.slice(0, 60)),
    {
      ends: 'bad-response',
      saves: 1,
      ...AT_ONCE,
    },
  ),
  answered('delivered twice', repeated(2), { ends: 'success', ...AT_ONCE }),
  answered('delivered twenty times at once', repeated(20), { ends: 'success', ...AT_ONCE }),
  {
    fault: 'the app fails to save once',
    ends: 'success',
    calls: { put: 1, confirm: 2 },
    before({ scene }) {
      let isFirst = true
      scene.app.beforeSave = () => {
        if (isFirst) {
          isFirst = false
          throw new Error('The database is away.')
        }
      }
    },
  },
  {
    fault: 'the app fails after it saved',
    ends: 'success',
    calls: { put: 1, confirm: 2 },
    before({ scene }) {
      scene.app.afterSave = () => {
        throw new Error('The database has forgotten to answer.')
      }
    },
  },
])
