import { parseCurrentImage, parsePublicImage } from '../../contract/parse-answer.ts'
import type { PublicImage } from '../../contract/messages.ts'
import { cannotTell, type Check, fail, pass, type Verdict } from '../finding.ts'
import { type Answer, said } from './ask-backend.ts'
import type { BackendContext } from './backend-context.ts'
import { refused } from './judge-answer.ts'
import { PROBE_SIDE } from './probe-picture.ts'

const NOT_SENT = 'No picture was stored: see send.'
const NOT_SAVED = 'No image was saved: see confirm.'
const SHAPE = '200 {"id":"…","url":"https://…","type":"image/png","width":128,"height":128,"sizeBytes":146}'

function parseImage({ status, json }: Answer): PublicImage | null {
  try {
    return status === 200 ? parsePublicImage(json) : null
  } catch {
    return null
  }
}

const confirm: Check<BackendContext> = {
  id: 'confirm',
  title: 'What was uploaded is confirmed, as it is',
  async run(context) {
    const { ask, grant, isSent, picture } = context
    if (grant === null || !isSent) return cannotTell(NOT_SENT)
    const answer = await ask({ method: 'POST', path: '/confirm', body: { ticket: grant.ticket } })
    const image = parseImage(answer)
    if (image === null) return fail(`The answer was ${said(answer)}.`, SHAPE)
    context.image = image
    const expected = {
      id: grant.id,
      type: 'image/png',
      width: PROBE_SIDE,
      height: PROBE_SIDE,
      sizeBytes: picture.bytes.length,
    }
    const wrong = Object.entries(expected).filter(([name, value]) => Reflect.get(image, name) !== value)
    if (wrong.length === 0) return pass('Type and size are those of the bytes.')
    return fail(
      `It does not say of the image what is true of the bytes: ${wrong.map(([name]) => name).join(', ')}.`,
      wrong.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(', '),
    )
  },
}

const confirmAgain: Check<BackendContext> = {
  id: 'confirm-again',
  title: 'Confirming again answers the same',
  async run({ ask, grant, image }) {
    if (grant === null || image === null) return cannotTell(NOT_SAVED)
    const answer = await ask({ method: 'POST', path: '/confirm', body: { ticket: grant.ticket } })
    if (parseImage(answer)?.id === image.id) return pass('It has the same id.')
    return fail(
      `The answer was ${said(answer)}: when the first answer is lost, the user sees an error though all is done.`,
      `200 with the same "id"   # what ${answer.where} has to answer when the image is saved already`,
    )
  },
}

const forgedTicket: Check<BackendContext> = {
  id: 'forged-ticket',
  title: 'A ticket that was changed is unknown',
  async run({ ask, grant }) {
    if (grant === null) return cannotTell('There is no ticket: see request-url.')
    const middle = Math.floor(grant.ticket.length / 2)
    const other = grant.ticket[middle] === 'A' ? 'B' : 'A'
    const forged = grant.ticket.slice(0, middle) + other + grant.ticket.slice(middle + 1)
    return refused(
      await ask({ method: 'POST', path: '/confirm', body: { ticket: forged } }),
      'ticket-invalid',
    )
  },
}

const foreignTicket: Check<BackendContext> = {
  id: 'foreign-ticket',
  title: 'The ticket of another user is unknown',
  async run({ ask, picture, hasOther }) {
    if (!hasOther) return cannotTell('Sign in a second user with --other-header to have this tried.')
    const request = { method: 'POST', path: '/request-url', body: picture.request, as: 'other' } as const
    const { status, json } = await ask(request)
    const ticket: unknown = Object(json).ticket
    if (status !== 200 || typeof ticket !== 'string')
      return cannotTell(`The second user was answered ${status}.`)
    return refused(await ask({ method: 'POST', path: '/confirm', body: { ticket } }), 'ticket-invalid')
  },
}

const current: Check<BackendContext> = {
  id: 'current',
  title: 'The image that is saved can be asked for',
  async run({ ask, image }) {
    if (image === null) return cannotTell(NOT_SAVED)
    const answer = await ask({ method: 'GET', path: '' })
    if (answer.status === 404 || answer.status === 405)
      return cannotTell('This backend has no such route: it is optional.')
    return judgeCurrent(answer, image)
  },
}

function judgeCurrent({ status, json, where }: Answer, image: PublicImage): Verdict {
  const wrong = (detail: string) =>
    fail(detail, `200 {"url":"…","id":"${image.id}"}   # what ${where} has to answer`)
  try {
    const saved = status === 200 ? parseCurrentImage(json) : null
    if (saved === null) return wrong(`The answer was ${status}, and names no image.`)
    // An address that is signed for each answer differs in its query.
    const isSame = saved.id === undefined ? place(saved.url) === place(image.url) : saved.id === image.id
    return isSame ? pass('It is the one that was confirmed.') : wrong('It is another one than was confirmed.')
  } catch {
    return wrong('The answer is not what docs/wire-contract.md says.')
  }
}

function place(url: string): string {
  return url.replace(/\?.*$/, '')
}

export const confirmChecks: readonly Check<BackendContext>[] = [
  forgedTicket,
  foreignTicket,
  confirm,
  confirmAgain,
  current,
]
