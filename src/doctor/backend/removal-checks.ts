import { parseRemovedImage } from '../../contract/parse-answer.ts'
import { cannotTell, type Check, fail, pass } from '../finding.ts'
import { said } from './ask-backend.ts'
import type { BackendContext } from './backend-context.ts'

const remove: Check<BackendContext> = {
  id: 'remove',
  title: 'The image can be removed',
  async run(context) {
    if (context.image === null) return cannotTell('No image was saved: see confirm.')
    const answer = await context.ask({ method: 'DELETE', path: '' })
    if (answer.status === 404 || answer.status === 405) {
      return cannotTell('This backend has no such route: it is optional.')
    }
    const wrong = (detail: string) =>
      fail(detail, `200 {"undoTicket":null}   # or a ticket: what ${answer.where} has to answer`)
    if (answer.status !== 200) return wrong(`The answer was ${said(answer)}.`)
    try {
      context.undoTicket = parseRemovedImage(answer.json).undoTicket
    } catch {
      return wrong('The answer is not what docs/wire-contract.md says.')
    }
    const after = await context.ask({ method: 'GET', path: '' })
    if (after.status === 200 && after.json !== null) return wrong('It is still the saved one afterwards.')
    context.isRemoved = true
    return pass('Afterwards there is none.')
  },
}

const removedStays: Check<BackendContext> = {
  id: 'removed-stays',
  title: 'The old ticket does not bring a removed image back',
  async run({ ask, grant, isRemoved }) {
    if (grant === null || !isRemoved) return cannotTell('Nothing was removed.')
    const answer = await ask({ method: 'POST', path: '/confirm', body: { ticket: grant.ticket } })
    if (answer.status >= 400) return pass(said(answer))
    return fail(
      'It did: a request that a browser repeats by itself undoes what the user has done.',
      `410 {"error":{"code":"revoked","requestId":"…"}}   # what ${answer.where} has to answer`,
    )
  },
}

const undo: Check<BackendContext> = {
  id: 'undo',
  title: 'The undo ticket does',
  async run({ ask, undoTicket, isRemoved }) {
    if (!isRemoved || undoTicket === null) return cannotTell('There is no undo ticket.')
    const answer = await ask({ method: 'POST', path: '/confirm', body: { ticket: undoTicket } })
    if (answer.status === 200) return pass('The image is back.')
    return fail(
      `The answer was ${said(answer)}.`,
      '"undoTicket": null   # what DELETE has to answer when an image cannot be brought back',
    )
  },
}

export const removalChecks: readonly Check<BackendContext>[] = [remove, removedStays, undo]
