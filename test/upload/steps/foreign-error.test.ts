import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../src/contract/upload-error.ts'
import { createBackend } from '../../../src/upload/steps/backend.ts'
import { stepError } from '../../../src/upload/steps/step-error.ts'
import { networkByHand } from './network-by-hand.ts'
import { SECRETS, uploadGrant } from '../samples.ts'

/** What HTTP clients throw: an error that holds the request, and with it the ticket and the URL. */
function clientError(): Error {
  const { ticket, upload } = uploadGrant()
  const config = { url: upload.url, data: JSON.stringify({ ticket }) }
  const inner = Object.assign(new Error(`socket hang up: ${upload.url}`), { config })
  const error = new Error(`Request with ${ticket} failed`, { cause: inner })
  return Object.assign(error, { name: 'AxiosError', config, toJSON: () => config })
}

/** Every own property, hidden ones, stacks and causes included. */
const everything = (value: unknown) =>
  inspect(value, { showHidden: true, depth: null, customInspect: false }) + JSON.stringify(value)

const throwClientError = async () => {
  throw clientError()
}
/** A backend of the user's own that wraps what its client threw, with or without naming the step. */
const throwWrapped = async () => {
  throw new UploadError('network', { cause: clientError() })
}
const throwWrappedWithStep = async () => {
  throw Object.assign(new UploadError('network', { step: 'confirm', cause: clientError() }), {
    request: clientError(),
  })
}

/** The error of a step, whether it is an outcome or was thrown. */
async function endOf(step: Promise<object>): Promise<{ error?: unknown }> {
  return step.catch((error: unknown) => ({ error }))
}

describe('T-17: an error that holds its request leaves neither ticket nor URL in ours', () => {
  test('(the search finds them where they are)', () => {
    expect(everything(clientError())).toMatch(SECRETS)
    expect(everything(new UploadError('network', { cause: clientError() }))).toMatch(SECRETS)
  })

  test.each([
    { how: 'thrown as it is', port: throwClientError, code: 'unexpected' },
    { how: 'as the cause of an UploadError', port: throwWrapped, code: 'network' },
    { how: 'as the cause of an UploadError with a step', port: throwWrappedWithStep, code: 'network' },
  ])('$how by a backend, in every step', async ({ port, code }) => {
    const ports = { requestUrl: port, confirm: port, remove: port }
    const { requestUrl, confirm, undo, remove, grant } = await networkByHand(ports)
    for (const call of [() => requestUrl(grant), confirm, () => undo(), remove]) {
      const end = await endOf(call())
      expect(end.error).toMatchObject({ name: 'UploadError', code })
      expect(everything(end)).not.toMatch(SECRETS)
    }
  })

  test('thrown by the fetch that a backend was given', async () => {
    const { confirm } = await networkByHand(createBackend({ endpoint: '/api', fetch: throwClientError }))
    const end = await endOf(confirm())
    expect(end.error).toMatchObject({ code: 'network', step: 'confirm', cause: new Error('AxiosError') })
    expect(everything(end)).not.toMatch(SECRETS)
  })

  test.each([
    ['as it is', throwClientError],
    ['as the cause of an UploadError', throwWrapped],
    ['as the cause of an UploadError with a step', throwWrappedWithStep],
  ])('thrown by a sender %s', async (_, port) => {
    const { send } = await networkByHand({ send: port })
    expect(everything(await send().catch((thrown: unknown) => thrown))).not.toMatch(SECRETS)
  })
})

test.each([
  ['an error', new RangeError('a bug'), 'RangeError'],
  ['a text', 'a bug', 'string'],
  ['nothing', undefined, 'undefined'],
])('of %s that was thrown, the cause keeps the name', (_, thrown, name) => {
  expect(stepError('prepare', thrown)).toMatchObject({ code: 'unexpected', cause: new Error(name) })
})

test('the step of an error is the one that it names itself, else the one that threw it', () => {
  expect(stepError('confirm', new UploadError('network', { step: 'send' })).step).toBe('send')
  expect(stepError('confirm', new UploadError('network')).step).toBe('confirm')
})
