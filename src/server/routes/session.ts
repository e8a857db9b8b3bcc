import { UploadError } from '../../contract/upload-error.ts'
import type { HandlerConfig } from '../handler-config.ts'
import type { RequestTrace } from '../handler-event.ts'
import { ownerFolder } from '../image/object-keys.ts'

/** Whose request this is. */
export interface Session<O> {
  owner: O
  /** The owner in keys and tickets. */
  folder: string
  /** What the events of this request are made of: routes say which upload it is about. */
  trace: RequestTrace
}

/** What answers one step, once it is known whose image it is about. The result is sent as JSON. */
export type Route<O> = (session: Session<O>, body: unknown) => Promise<unknown>

/**
 * Asks the app whose request this is.
 *
 * @throws {UploadError} `unauthenticated`, or what `authorize` refused with.
 */
export async function openSession<O extends { id: string }, C>(
  config: HandlerConfig<O, C>,
  request: Request,
  context: C,
  trace: RequestTrace,
): Promise<Session<O>> {
  const owner = await config.app.authorize(request, context, trace.step)
  // Not only null: `user && { id }` makes other things of nobody in JavaScript.
  if (!owner) throw new UploadError('unauthenticated')
  return sessionOf(owner, trace)
}

/** @throws {TypeError} for an owner without a usable id; the message names the fix. */
export async function sessionOf<O extends { id: string }>(
  owner: O,
  trace: RequestTrace,
): Promise<Session<O>> {
  // Half a surrogate pair has no UTF-8 of its own: two such owners would share a folder.
  if (typeof owner.id !== 'string' || owner.id === '' || /\p{Surrogate}/u.test(owner.id)) {
    throw new TypeError(
      'An owner must be { id } with a non-empty, well-formed text. For nobody, return null.',
    )
  }
  const folder = await ownerFolder(owner.id)
  trace.ownerHash = folder
  return { owner, folder, trace }
}
