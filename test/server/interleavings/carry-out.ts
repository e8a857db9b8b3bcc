import { UploadError } from '../../../src/server/index.ts'
import type { Call } from './actor.ts'
import type { Fault } from './fault.ts'
import { type Run, traceLine, violation } from './run.ts'
import { isPicture, named } from './world.ts'

/** Lets a call take effect, or lets the fault strike it. Its answer is delivered by `deliver`. */
export async function carryOut(run: Run, call: Call): Promise<void> {
  const { actor, text } = call
  const fault = faultOf(run, call)
  if (fault !== null) run.struck = actor
  if (fault?.mode === 'crash' && fault.when === 'before') return die(run, call, 'dies before')
  if (fault?.mode === 'late PUT') {
    run.late.push(call)
    call.outcome = { error: new UploadError('backend-unavailable') }
    return traceLine(run, actor.name, `${text} -> an error, and the store will carry it out later`)
  }
  const outcome = await effectOf(run, call)
  traceLine(run, actor.name, `${text} -> ${outcomeText(run, outcome)}`)
  if (fault?.mode === 'crash') return die(run, call, 'dies after')
  const isLost = fault?.mode === 'lost reply'
  if (isLost) traceLine(run, actor.name, `the answer of ${text} is lost: it gets an error`)
  call.outcome = isLost ? { error: new Error('The connection to the database broke.') } : outcome
}

export function deliver(run: Run, call: Call): void {
  run.calls = run.calls.filter((other) => other !== call)
  if (call.outcome !== null) call.deliver(call.outcome)
}

/** The store carries out a write that its caller has given up. */
export async function carryOutLate(run: Run, call: Call): Promise<void> {
  run.late = run.late.filter((other) => other !== call)
  const outcome = await effectOf(run, call)
  traceLine(run, 'the store', `late, ${call.text} -> ${outcomeText(run, outcome)}`)
}

function faultOf({ fault, struck }: Run, { actor, nth }: Call): Fault | null {
  if (fault === null || struck !== null || fault.actor !== actor.number) return null
  return nth[fault.mode] === fault.nth ? fault : null
}

async function effectOf(run: Run, { text, kind, effect }: Call): Promise<NonNullable<Call['outcome']>> {
  const { row } = run.world
  const wasThere = row !== null && isPicture(run.world, row)
  try {
    const value = await effect()
    // P5: "none takes away the image that the row names."
    if (kind === 'store write' && wasThere && !isPicture(run.world, row)) {
      violation(run, 'P5', `${text} took away the picture that the row names`)
    }
    return { value }
  } catch (error) {
    return { error }
  }
}

function die(run: Run, { actor, text }: Call, how: string): void {
  actor.process.isDead = true
  run.calls = run.calls.filter((call) => !call.actor.process.isDead)
  for (const other of run.actors) if (other.process.isDead) other.isEnded = true
  traceLine(run, actor.name, `${how} ${text}`)
}

function outcomeText({ world }: Run, outcome: NonNullable<Call['outcome']>): string {
  if ('error' in outcome) return outcome.error instanceof UploadError ? outcome.error.code : 'an error'
  const { value } = outcome
  if (value === null) return 'nothing'
  if (typeof value === 'string') return named(world, value)
  if (Array.isArray(value)) return named(world, JSON.stringify(value))
  if (typeof value === 'boolean') return String(value)
  const { bytes, sizeBytes = bytes?.length } = Object(value) as { bytes?: Uint8Array; sizeBytes?: number }
  return sizeBytes === undefined ? 'done' : sizeBytes === 0 ? '0 bytes' : 'a picture'
}
