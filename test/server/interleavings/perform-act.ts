import { UploadError } from '../../../src/server/index.ts'
import { PICTURE, type createBackend } from '../backend.ts'
import { type Actor, type Answer, runningActor } from './actor.ts'
import { type Run, traceLine, violation } from './run.ts'
import { claimsOf, OWNER, type World } from './world.ts'

type Process = ReturnType<typeof createBackend>

/** Sends a request to a process, and writes down what its answer says. Resolves when the answer is there. */
export async function performAct(run: Run, actor: Actor, process: Process): Promise<void> {
  const answer = await runningActor.run(actor, () => send(run.world, actor, process))
  if (actor.process.isDead) return
  actor.answer = answer
  actor.isEnded = true
  traceLine(
    run,
    actor.name,
    `is answered with ${answer.status}${answer.code === null ? '' : ` ${answer.code}`}`,
  )
  if (answer.status >= 500 && run.struck === null)
    violation(run, '5xx', `${actor.name} failed without a fault`)
  remember(run, actor, answer)
}

async function send(world: World, { act }: Actor, process: Process): Promise<Answer> {
  switch (act.type) {
    case 'upload': {
      const { id, ticket } = await process.upload(PICTURE, 'image/jpeg', OWNER)
      world.tickets.set(act.ticket, ticket)
      world.names.set(id, act.ticket)
      return { status: 200, code: null, id: null }
    }
    case 'confirm': {
      const { status, json } = await process.confirm(ticketOf(world, act.ticket), OWNER)
      return { status, code: codeIn(json), id: status === 200 ? (json as { id: string }).id : null }
    }
    case 'remove': {
      const { status, json } = await process.remove(OWNER)
      if (status === 200) keepUndo(world, (json as { undoTicket: string | null }).undoTicket)
      return { status, code: codeIn(json), id: null }
    }
    case 'revoke':
      try {
        return { status: 200, code: await process.handler.revoke(ticketOf(world, act.ticket)), id: null }
      } catch (error) {
        return { status: 500, code: error instanceof UploadError ? error.code : String(error), id: null }
      }
  }
}

function remember(run: Run, { act, meant }: Actor, { status, code, id }: Answer): void {
  const { history, names } = run.world
  if (act.type === 'remove' && status === 200 && meant !== null) history.removedForSure.add(meant)
  if (act.type !== 'confirm' && act.type !== 'revoke') return
  const asked = claimsOf(ticketOf(run.world, act.ticket)).id
  if (code === 'superseded') history.superseded.add(asked)
  if (code === 'revoked' && act.type === 'revoke') history.revoked.add(asked)
  if (id === null) return
  history.confirmed.add(id)
  // P4: "what confirm answered with 200 was saved."
  if (!history.saved.has(id)) violation(run, 'P4', `${names.get(id)} was confirmed, and it was never saved`)
}

/** The name that a later act knows the undo ticket by. */
function keepUndo(world: World, undoTicket: string | null): void {
  if (undoTicket === null) return
  const { id, removedId = '' } = claimsOf(undoTicket)
  const name = `undo ${world.names.get(removedId)}`
  world.names.set(id, name)
  world.tickets.set(name, undoTicket)
}

/** Nobody has a ticket that was never issued: then a text that is none. */
function ticketOf({ tickets }: World, name: string): string {
  return tickets.get(name) ?? 'no.e30.ticket'
}

function codeIn(json: unknown): string | null {
  return (json as { error?: { code: string } } | null)?.error?.code ?? null
}
