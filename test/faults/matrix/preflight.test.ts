import { expect } from 'vitest'
import { type Cell, testCells } from './cells.ts'

const isPreflight = ({ method }: { method: string }) => method === 'OPTIONS'

const refused = (fault: string, change: Partial<Cell>): Cell => ({
  fault,
  ends: 'cors',
  // Once may be chance: after the first try it is asked whether something has arrived, and tried again.
  calls: { requestUrl: 1, put: 2, confirm: 5 },
  after(record) {
    expect(record.storageRequests.filter(({ method }) => method === 'PUT')).toEqual([])
    expect(record.objects).toEqual([])
  },
  ...change,
})

testCells('preflight', [
  refused('403: the bucket has no CORS rules', { options: { cors: [] } }),
  refused('403: a rule for another origin', {
    options: {
      cors: [{ allowedOrigins: ['https://app.example'], allowedMethods: ['PUT'], allowedHeaders: ['*'] }],
    },
  }),
  refused('403: a rule that lacks a header', {
    options: {
      cors: [
        { allowedOrigins: ['*'], allowedMethods: ['PUT'], allowedHeaders: ['content-type', 'if-none-match'] },
      ],
    },
  }),
  refused('200 without Access-Control-Allow-Origin', {
    before({ scene }) {
      scene.storage.answer({ of: isPreflight, times: Infinity, answer: () => new Response(null) })
    },
  }),
  refused('200 with fewer headers than were asked for', {
    before({ scene }) {
      scene.storage.answer({
        of: isPreflight,
        times: Infinity,
        async answer(request, next) {
          const response = await next(request)
          response.headers.set('access-control-allow-headers', 'content-type')
          return response
        },
      })
    },
  }),
  {
    fault: 'it takes 5 s',
    ends: 'success',
    calls: { put: 1 },
    before({ scene }) {
      scene.storage.answer({
        of: isPreflight,
        async answer(request, next) {
          await scene.pause(5_000)
          return next(request)
        },
      })
    },
  },
  {
    fault: 'its connection is reset',
    ends: 'success',
    before({ scene }) {
      scene.storageWire.fail({ of: isPreflight, damage: 'reset', after: { down: 0 }, times: 2 })
    },
  },
  {
    fault: 'it is never answered',
    ends: 'success',
    calls: { put: 2 },
    before({ scene }) {
      scene.storageWire.fail({ of: isPreflight, damage: 'swallow', after: { up: 0 } })
    },
  },
])
