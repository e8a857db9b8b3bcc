import { parsePublicImage, parseRemovedImage, parseUploadGrant } from '../../contract/parse-answer.ts'
import { type AnyUploadError, isUploadError, UploadError } from '../../contract/upload-error.ts'
import type { ProfileImageBackend } from './profile-image-backend.ts'
import { classifyAnswer, classifySilence } from './classify-failure.ts'
import type { Clock } from '../retry/clock.ts'
import type { Connection } from '../retry/connection.ts'
import { refuseRemove } from './endpoint.ts'
import { mayHaveSent } from './may-have-sent.ts'
import { openPicture } from './prepare-picture.ts'
import { isExpired, moment, openGrant, sealGrant, type SealedGrant } from './presigned-url.ts'
import { isPassing } from '../retry/retry-policy.ts'
import { openUndo, sealUndo } from './sealed-undo.ts'
import type { SendObject } from './send-object.ts'
import { remake, stepError } from './step-error.ts'
import { untilAborted } from '../retry/until-aborted.ts'
import type { Busy, NetworkSteps } from './upload-steps.ts'

/** What the steps reach the world through. */
export interface NetworkPorts {
  /** Asked for each step. */
  backend: () => ProfileImageBackend
  send: SendObject
  clock: Clock
  connection: Connection
}

/** The grants whose latest PUT ended before a byte was seen to go out. */
const unseen = new WeakSet<SealedGrant>()

/** The steps as they are without any cache or framework around them. */
export function createNetworkSteps({ backend, send, clock, connection }: NetworkPorts): NetworkSteps {
  return {
    async requestUrl({ picture, renew }, { signal }) {
      const { blob, type, sizeBytes, sha256 } = openPicture(picture)
      const requestedAt = moment(clock)
      try {
        const request = renew === null ? { type, sizeBytes, sha256 } : { renew: openGrant(renew).ticket }
        const work = backend().requestUrl(request, { picture: blob, signal })
        const answer = await untilAborted('request-url', signal, work)
        return { outcome: 'granted', grant: sealGrant(parseUploadGrant(answer, { type }), requestedAt) }
      } catch (error) {
        if (signal.aborted) return { outcome: 'aborted' }
        return busyOrThrow(stepError('request-url', error))
      }
    },

    async send({ picture, grant }, { signal, onProgress }) {
      const { blob } = openPicture(picture)
      const { url, headers } = openGrant(grant)
      let sentBytes = 0
      const wasUnseen = unseen.delete(grant)
      try {
        const work = send({
          url: new URL(url),
          headers,
          body: blob,
          signal,
          onProgress(bytes) {
            sentBytes = bytes
            onProgress(bytes, blob.size)
          },
        })
        const answer = await untilAborted('send', signal, work)
        const result = classifyAnswer(answer, isExpired(grant, clock))
        if (result.verdict === 'failed') throw result.error
        if (result.verdict === 'expired') {
          return { outcome: 'expired', error: stepError('send', result.error) }
        }
        return result.verdict === 'sent' ? { outcome: 'sent' } : { outcome: 'unknown', error: null }
      } catch (error) {
        if (signal.aborted) return { outcome: 'aborted' }
        if (isUploadError(error, 'network')) {
          const failure = await explainSilence(grant, { hasProgressed: sentBytes > 0, wasUnseen }, signal)
          return signal.aborted ? { outcome: 'aborted' } : { outcome: 'unknown', error: failure }
        }
        const failure = stepError('send', error)
        // The storage may have everything: slow to say so, or reached by way of another address.
        if (isUploadError(failure, 'stalled', 'redirected')) return { outcome: 'unknown', error: failure }
        return busyOrThrow(failure)
      }
    },

    async confirm(target, { signal }) {
      const ticket = 'undo' in target ? openUndo(target.undo) : openGrant(target.grant).ticket
      try {
        const work = backend().confirm(ticket, { signal })
        const answer = await untilAborted('confirm', signal, work)
        return { outcome: 'confirmed', image: parsePublicImage(answer) }
      } catch (error) {
        if (signal.aborted) return { outcome: 'aborted' }
        const failure = stepError('confirm', error)
        if (failure.code === 'not-uploaded') return { outcome: 'not-uploaded', error: failure }
        if (failure.code === 'changed') return { outcome: 'changed', error: failure }
        // An upload can be had anew, with another ticket. There is none for a removal that is past.
        const isPast = 'undo' in target && failure.code === 'ticket-invalid'
        return busyOrThrow(isPast ? remake(failure, { isRetryable: false }) : failure)
      }
    },

    async remove(_, { signal }) {
      const own = backend()
      if (own.remove === undefined) refuseRemove()
      try {
        const answer = await untilAborted('remove', signal, own.remove({ signal }))
        const { undoTicket } = parseRemovedImage(answer)
        return { outcome: 'removed', undo: undoTicket === null ? null : sealUndo(undoTicket) }
      } catch (error) {
        if (signal.aborted) return { outcome: 'aborted' }
        const failure = stepError('remove', error)
        // Nothing in this request can be wrong: the backend does not want to, or knows no such route.
        if (failure.code === 'request-rejected')
          return busyOrThrow(remake(failure, { code: 'remove-rejected' }))
        const { code, status } = failure
        if (code !== 'bad-response' || (status !== 404 && status !== 405)) return busyOrThrow(failure)
        throw new UploadError('remove-rejected', { step: 'remove', status, details: { reason: null } })
      }
    },
  }

  async function explainSilence(
    grant: SealedGrant,
    { hasProgressed, wasUnseen }: { hasProgressed: boolean; wasUnseen: boolean },
    signal: AbortSignal,
  ): Promise<AnyUploadError> {
    const { url, headers } = openGrant(grant)
    const isOnline = connection.isOnline()
    const isStorageReachable = isOnline && (await connection.isReachable(new URL(url).origin, signal))
    const hasSentBytes = hasProgressed || mayHaveSent(new URL(url).href)
    if (isStorageReachable && !hasSentBytes) unseen.add(grant)
    const failure = classifySilence({
      isOnline,
      isStorageReachable,
      hasSentBytes,
      isRepeated: wasUnseen,
      isExpired: isExpired(grant, clock),
      origin: globalThis.location?.origin ?? null,
      headerNames: Object.keys(headers),
    })
    return stepError('send', failure)
  }
}

/** What may pass is an outcome. */
function busyOrThrow(error: AnyUploadError): Busy {
  if (!isPassing(error)) throw error
  return { outcome: 'busy', error }
}
