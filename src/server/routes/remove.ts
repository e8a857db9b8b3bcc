import type { RemovedImage } from '../../contract/messages.ts'
import type { HandlerConfig } from '../handler-config.ts'
import type { RequestTrace } from '../handler-event.ts'
import { savedImage } from '../image/object-keys.ts'
import { createRetirement, type WithdrawnImage } from '../image/retirement.ts'
import type { Route, Session } from './session.ts'
import { createSharedRuns } from '../image/shared-runs.ts'
import type { Tickets } from '../tickets/ticket.ts'
import type { UndoClaims } from '../tickets/ticket-claims.ts'
import type { InTurn } from '../image/turns.ts'

interface Removal extends Pick<RequestTrace, 'uploadId' | 'outcome'> {
  undoTicket: string | null
}

/**
 * `DELETE …`: has the app save that there is no image, and takes ours away from where everybody may read it.
 *
 * The order is what makes it safe to end anywhere, and to be asked again:
 * 1. A private copy, then a tombstone. Until here the app names the image, and everybody sees it: a removal that the
 *    app refuses, or that ends here, has changed nothing that anybody could see.
 * 2. `saveImage(owner, null)`. It may refuse. Nothing public is deleted before it has agreed.
 * 3. The public object is deleted. When the process ends before that, nobody names the image any more; the next removal
 *    finds it by its tombstone, deletes it, and answers with the undo ticket that the first one owed.
 * 4. Only then the answer: after a 200 the object is gone.
 *
 * Parallel removals of an owner share one run, and its ticket: browsers repeat a DELETE whose connection broke.
 */
export function removeRoute<O extends { id: string }, C>(
  config: HandlerConfig<O, C>,
  tickets: Tickets<UndoClaims>,
  nextId: () => string,
  inTurn: InTurn,
): Route<O> {
  const retirement = createRetirement(config)
  const share = createSharedRuns<Removal>()

  return async (session): Promise<RemovedImage> => {
    const { folder, trace } = session
    const { undoTicket, ...told } = await share(folder, () => inTurn(folder, () => remove(session)))
    Object.assign(trace, told)
    return { undoTicket }
  }

  async function remove({ owner, folder, trace }: Session<O>): Promise<Removal> {
    const saved = await config.app.loadImage(owner)
    const current = savedImage(saved, folder)
    trace.uploadId = current?.id ?? null
    const leftOver = await retirement.finish(folder, current?.id ?? null)
    // An empty column means none, too.
    if (!saved) return removal(leftOver, leftOver && 'removed')
    const image = current && (await retirement.withdraw(current))
    await config.app.saveImage(owner, null)
    if (image !== null) await retirement.discard(image)
    return removal(image, 'removed')
  }

  /** @param image Null: there was nothing of ours. */
  async function removal(image: WithdrawnImage | null, outcome: Removal['outcome']): Promise<Removal> {
    return { uploadId: image && image.id, undoTicket: image && (await undoTicketOf(image)), outcome }
  }

  async function undoTicketOf({ owner, id, type, copy }: WithdrawnImage): Promise<string | null> {
    if (copy === null) return null
    const nowMs = config.now()
    return tickets.sign({
      id: nextId(),
      owner,
      type,
      ...copy,
      removedId: id,
      requestedAtMs: nowMs,
      signedAtMs: nowMs,
      expiresAtMs: nowMs + config.undoExpiresInSeconds * 1000,
    })
  }
}
