import { isAcceptedType } from '../../contract/image-type.ts'
import type { UploadGrant, UploadRequest } from '../../contract/messages.ts'
import { parseUploadRequest } from '../../contract/parse-request.ts'
import { requestRejected } from '../../contract/request-rejected.ts'
import { UploadError } from '../../contract/upload-error.ts'
import type { HandlerConfig } from '../handler-config.ts'
import { stagingKey } from '../image/object-keys.ts'
import { refusePileUp } from './refuse-pile-up.ts'
import type { Route, Session } from './session.ts'
import type { Tickets } from '../tickets/ticket.ts'
import { MAX_TICKET_SECONDS, type TicketClaims } from '../tickets/ticket-claims.ts'
import { hasTombstone } from '../image/tombstone.ts'

/** `POST …/request-url`: a URL that can create one object, with the announced bytes, once. */
export function requestUrlRoute<O extends { id: string }, C>(
  config: HandlerConfig<O, C>,
  tickets: Tickets,
  nextId: () => string,
): Route<O> {
  return async (session, body) => {
    const request = parseUploadRequest(body)
    const isRenewal = 'renew' in request
    const upload = isRenewal ? await renewed(session, request.renew) : begun(session, request)
    session.trace.uploadId = upload.id
    refuseByRules(upload)
    // A renewal adds nothing to what is there.
    await (isRenewal ? refuseRevoked(upload) : refusePileUp(config, session.folder))
    const answer = await grant(upload)
    session.trace.outcome = 'url-issued'
    return answer
  }

  function begun(session: Session<O>, { type, sizeBytes, sha256 }: UploadRequest): Upload {
    return { id: nextId(), owner: session.folder, type, sizeBytes, sha256, requestedAtMs: config.now() }
  }

  /** The same upload: id, key and with them the order stay. */
  async function renewed(session: Session<O>, ticket: string): Promise<Upload> {
    const claims = await tickets.verify(ticket)
    if (claims === null) throw new UploadError('ticket-invalid')
    // Another account has signed in meanwhile: it must not receive this one's picture.
    if (claims.owner !== session.folder) throw new UploadError('forbidden')
    return claims
  }

  function refuseByRules({ type, sizeBytes }: Upload): void {
    const { types, maxSizeBytes } = config.rules
    if (!isAcceptedType(type, config.rules)) throw requestRejected(`Accepted types: ${types.join(', ')}.`)
    if (sizeBytes > maxSizeBytes) throw requestRejected(`At most ${maxSizeBytes} bytes are accepted.`, 413)
  }

  /**
   * One look at the storage: an upload that was revoked before its PUT gets no other URL (T-22). And when the clock of
   * this server has made the last URL one of the past, the answer tells the right time before the next is signed (T-14).
   */
  async function refuseRevoked(upload: Upload): Promise<void> {
    if (await hasTombstone(config.store, stagingKey(upload))) throw new UploadError('revoked')
  }

  async function grant(facts: Upload): Promise<UploadGrant> {
    const { id, requestedAtMs } = facts
    const signedAtMs = config.now()
    const upload = await config.store.signPut(stagingKey(facts), facts, config.uploadUrlExpiresInSeconds)
    const expiresAtMs = Math.min(
      signedAtMs + config.ticketExpiresInSeconds * 1000,
      requestedAtMs + MAX_TICKET_SECONDS * 1000,
    )
    return { ticket: await tickets.sign({ ...facts, signedAtMs, expiresAtMs }), id, upload }
  }
}

type Upload = Omit<TicketClaims, 'signedAtMs' | 'expiresAtMs'>
