import { expect } from 'vitest'
import type { S3Fault, S3FaultAim, S3FaultOperation } from '../../../src/testing/index.ts'
import { type Cell, testCells } from './cells.ts'
import { isPut } from '../stage/run-upload.ts'

type Script = [operation: S3FaultOperation, fault: S3Fault, aim?: S3FaultAim]

/** What the page asks for: one grant and one PUT. */
const ONE_PUT = { calls: { requestUrl: 1, put: 1 } }
const ALL = { times: Infinity }

const scripted = (fault: string, scripts: Script[], cell: Pick<Cell, 'ends'> & Partial<Cell>): Cell => ({
  fault,
  before({ scene }) {
    for (const script of scripts) scene.s3.fail(...script)
  },
  ...cell,
})

const READ = 'GetObject'
const PROMOTE = { keyPrefix: 'avatars/' }

testCells('backend to storage', [
  scripted('reading: 403', [[READ, { error: 'AccessDenied' }, ALL]], {
    ends: 'storage-misconfigured',
    calls: { put: 1, confirm: 1 },
  }),
  scripted(
    'reading: 404 at first, because the storage is slow to have it',
    [[READ, { error: 'NoSuchKey' }]],
    {
      ends: 'success',
      calls: { requestUrl: 1, put: 1, confirm: 2 },
    },
  ),
  scripted('reading: 503 twice', [[READ, { error: 'SlowDown' }, { times: 2 }]], {
    ends: 'success',
    calls: { put: 1, confirm: 1 },
  }),
  scripted('reading: 503 each time', [[READ, { error: 'SlowDown' }, ALL]], {
    ends: 'backend-unavailable',
    calls: { put: 1, confirm: 4 },
  }),
  scripted('reading: the credentials have expired meanwhile', [[READ, { error: 'ExpiredToken' }, ALL]], {
    ends: 'storage-misconfigured',
    calls: { put: 1, confirm: 1 },
  }),
  {
    fault: 'reading: the connection is reset in the middle of the bytes',
    ends: 'success',
    ...ONE_PUT,
    before({ scene }) {
      const isRead = ({ method }: { method: string }) => method === 'GET'
      scene.serverWire.fail({ of: isRead, damage: 'reset', after: { down: 50_000 } })
    },
  },
  scripted('reading: the object was swapped', [[READ, { swappedFor: new Uint8Array(300) }]], {
    ends: 'success',
    calls: { requestUrl: 2, put: 2, confirm: 2 },
    after(record) {
      expect(new Set(record.grants.map(({ id }) => id)).size).toBe(2)
    },
  }),
  scripted('reading: the object is swapped each time', [[READ, { swappedFor: new Uint8Array(300) }, ALL]], {
    ends: 'changed',
    calls: { requestUrl: 2, put: 2, confirm: 2 },
  }),
  scripted('promoting: 503 once', [['PutObject', { error: 'SlowDown' }, PROMOTE]], {
    ends: 'success',
    ...ONE_PUT,
  }),
  scripted('promoting: 503 each time', [['PutObject', { error: 'SlowDown' }, { ...PROMOTE, ...ALL }]], {
    ends: 'backend-unavailable',
    calls: { put: 1, confirm: 4 },
  }),
  scripted('promoting: 409 once', [['PutObject', { error: 'ConditionalRequestConflict' }, PROMOTE]], {
    ends: 'success',
    calls: { put: 1, confirm: 1 },
  }),
  scripted('promoting: 403', [['PutObject', { error: 'AccessDenied' }, PROMOTE]], {
    ends: 'storage-misconfigured',
    calls: { put: 1, confirm: 1 },
  }),
  scripted(
    'promoting: 500 although it was stored',
    [['PutObject', { error: 'InternalError', afterEffect: true }, PROMOTE]],
    { ends: 'success', ...ONE_PUT },
  ),
  scripted(
    'promoting: 412 because it was stored, and 503 to the look at it',
    [
      ['PutObject', { error: 'InternalError', afterEffect: true }, PROMOTE],
      ['GetObject', { error: 'ServiceUnavailable' }, { ...PROMOTE, times: 2 }],
    ],
    { ends: 'success', ...ONE_PUT },
  ),
  scripted(
    'promoting: 412 because it was stored, and 403 to the look at it',
    [
      ['PutObject', { error: 'InternalError', afterEffect: true }, PROMOTE],
      ['GetObject', { error: 'AccessDenied' }, { ...PROMOTE, ...ALL }],
    ],
    { ends: 'storage-misconfigured', ...ONE_PUT },
  ),
  scripted(
    'promoting: 412, and nothing is there',
    [['PutObject', { error: 'PreconditionFailed' }, PROMOTE]],
    {
      ends: 'revoked',
      calls: { put: 1, confirm: 1 },
    },
  ),
  {
    fault: 'promoting: the connection is reset after it was stored',
    ends: 'success',
    ...ONE_PUT,
    before({ scene }) {
      scene.serverWire.fail({ of: isPut, damage: 'reset', after: { down: 0 } })
    },
  },
])
