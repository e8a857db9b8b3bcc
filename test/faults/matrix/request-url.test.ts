import { expect } from 'vitest'
import { silence } from '../scene/answer-script.ts'
import type { ScriptedAnswer } from '../scene/answer-script.ts'
import { changed, foreign, isStep, refusal } from '../scene/backend-answers.ts'
import { type Cell, testCells } from './cells.ts'
import { choosePicture, until, untilSettled } from '../stage/run-upload.ts'

const isRequestUrl = isStep('request-url')

const answered = (
  fault: string,
  answer: ScriptedAnswer['answer'],
  { times = 1, ...cell }: Pick<Cell, 'ends'> & Partial<Cell> & { times?: number },
): Cell => ({
  fault,
  before({ scene }) {
    scene.backend.answer({ of: isRequestUrl, times, answer })
  },
  ...cell,
})

/** Refused at once, and nothing reaches the storage. */
const NOTHING_SENT = { calls: { requestUrl: 1, put: 0, confirm: 0 } }

/** The grant with one part of it changed. */
const bent = (bend: (grant: { id: unknown; ticket: unknown; upload: Record<string, unknown> }) => void) =>
  changed((text) => {
    const grant = JSON.parse(text)
    bend(grant)
    return JSON.stringify(grant)
  })

testCells('request-url', [
  {
    fault: 'connections are refused',
    ends: 'network',
    calls: { requestUrl: 4, put: 0 },
    before: ({ scene }) => scene.backendWire.refuse(),
  },
  {
    fault: 'connections are refused for a while',
    ends: 'success',
    before: ({ scene }) => scene.backendWire.refuse(),
    async act(run, picture) {
      await choosePicture(run, picture)
      await until(run, ({ waitingFor }) => waitingFor === 'backoff')
      await run.scene.backendWire.accept()
      await untilSettled(run)
    },
  },
  {
    fault: 'reset once',
    ends: 'success',
    before({ scene }) {
      scene.backendWire.fail({ of: isRequestUrl, damage: 'reset', after: { up: 0 } })
    },
  },
  {
    fault: 'reset each time',
    ends: 'network',
    calls: { requestUrl: 4, put: 0 },
    before({ scene }) {
      scene.backendWire.fail({ of: isRequestUrl, damage: 'reset', after: { up: 0 }, times: Infinity })
    },
  },
  answered('30 s of silence once', silence, { ends: 'success', calls: { requestUrl: 2, put: 1 } }),
  answered('silence each time', silence, {
    times: Infinity,
    ends: 'backend-unavailable',
    calls: { requestUrl: 4, put: 0 },
  }),
  answered('401', refusal(401, 'unauthenticated'), { ends: 'unauthenticated', ...NOTHING_SENT }),
  answered('403', refusal(403, 'forbidden'), { ends: 'forbidden', ...NOTHING_SENT }),
  answered('413', refusal(413, 'request-rejected'), { ends: 'request-rejected', ...NOTHING_SENT }),
  answered('429 with Retry-After: 7', refusal(429, 'rate-limited', { 'retry-after': '7' }), {
    ends: 'success',
    calls: { requestUrl: 2, put: 1 },
    after({ entries }) {
      const [first, second] = entries.filter((entry) => entry.kind === 'call')
      expect((second?.pageMs ?? 0) - (first?.pageMs ?? 0)).toBeGreaterThanOrEqual(7_000)
    },
  }),
  answered('429 with Retry-After: 120', refusal(429, 'rate-limited', { 'retry-after': '120' }), {
    ends: 'rate-limited',
    ...NOTHING_SENT,
  }),
  answered('500 once', refusal(500, 'unexpected'), { ends: 'success', calls: { requestUrl: 2 } }),
  answered('500 each time', refusal(500, 'unexpected'), {
    times: Infinity,
    ends: 'unexpected',
    calls: { requestUrl: 4, put: 0 },
  }),
  answered('500 for a storage that the backend may not use', refusal(500, 'storage-misconfigured'), {
    ends: 'storage-misconfigured',
    ...NOTHING_SENT,
  }),
  answered('T-59: 503 three times', refusal(503, 'backend-unavailable'), {
    times: 3,
    ends: 'success',
    calls: { requestUrl: 4, put: 1 },
  }),
  answered('T-59: 503 four times', refusal(503, 'backend-unavailable'), {
    times: 4,
    ends: 'backend-unavailable',
    calls: { requestUrl: 4, put: 0 },
  }),
  answered('502 of a proxy, in HTML', foreign(502, '<h1>Bad gateway</h1>'), {
    ends: 'success',
    calls: { requestUrl: 2 },
  }),
  answered('T-62: 200 in HTML, of a captive portal', foreign(200, '<h1>Welcome</h1>'), {
    ends: 'bad-response',
    ...NOTHING_SENT,
  }),
  answered('T-68: 200 with nothing in it', foreign(200, null, 'application/json'), {
    ends: 'bad-response',
    ...NOTHING_SENT,
  }),
  answered(
    'T-68: JSON that ends in its middle',
    changed((text) => text.slice(0, 100)),
    {
      ends: 'bad-response',
      ...NOTHING_SENT,
    },
  ),
  {
    fault: 'T-68: the connection ends in the middle of the JSON',
    ends: 'success',
    calls: { requestUrl: 2, put: 1 },
    before({ scene }) {
      scene.backendWire.fail({ of: isRequestUrl, damage: 'cut', after: { down: 500 } })
    },
  },
  ...(
    [
      ['a list', changed(() => '[]')],
      ['null', changed(() => 'null')],
      ['a string', changed(() => '"granted"')],
      ['a number as its ticket', bent((grant) => (grant.ticket = 1))],
      ['no id', bent((grant) => (grant.id = undefined))],
      ['no headers', bent((grant) => (grant.upload['headers'] = undefined))],
      ['a header that is none of ours', bent((grant) => (grant.upload['headers'] = { cookie: 'a=b' }))],
      ['a life below zero', bent((grant) => (grant.upload['expiresInSeconds'] = -1))],
      ['a script as its URL', bent((grant) => (grant.upload['url'] = 'javascript:alert(1)'))],
      ['80 kB', changed((text) => text.replace('{', `{"more":"${'x'.repeat(80_000)}",`))],
    ] as const
  ).map(([what, answer]) =>
    answered(`T-68: an answer that is ${what}, or has it`, answer, { ends: 'bad-response', ...NOTHING_SENT }),
  ),
  answered(
    'an http URL to another machine',
    bent((grant) => (grant.upload['url'] = 'http://s3.example/a')),
    {
      ends: 'insecure-url',
      ...NOTHING_SENT,
    },
  ),
  {
    fault: '302 to another server',
    ends: 'bad-response',
    ...NOTHING_SENT,
    before({ scene }) {
      const answer = () => Response.redirect(scene.elsewhere.url, 302)
      scene.backend.answer({ of: isRequestUrl, answer, times: Infinity })
    },
    after(_record, { scene }) {
      expect(scene.elsewhere.hits).toEqual([])
    },
  },
])
