import { isUploadError } from '../../../src/contract/upload-error.ts'
import type { ProfileImageBackend } from '../../../src/upload/steps/profile-image-backend.ts'
import type { Clock } from '../../../src/upload/retry/clock.ts'
import type { SendObject } from '../../../src/upload/steps/send-object.ts'
import type { Turns } from './turns.ts'
import type { PortCall, WalkRecord } from './walk-record.ts'

export interface ObservedPorts {
  backend: ProfileImageBackend
  send: SendObject
}

interface Issue {
  monotonicMs: number
  wallMs: number
  ttlMs: number
  id: string
}

/** The same ports, whose calls are written down. */
export function observedPorts(
  { backend, send }: ObservedPorts,
  { calls, server }: WalkRecord,
  { clock, turns, isOnline }: { clock: Clock; turns: Turns; isOnline(): boolean },
): ObservedPorts {
  const issues = new Map<string, Issue>()
  let renewals = 0

  async function observe<T>(
    given: Pick<PortCall, 'step' | 'id' | 'put'> & { sha256: string; signal: AbortSignal },
    work: () => Promise<T>,
    onAnswer: (call: PortCall, answer: T) => void,
  ): Promise<T> {
    const { sha256, signal, ...rest } = given
    const call: PortCall = {
      ...rest,
      isAllowed: turns.mayBegin(sha256),
      isAborted: signal.aborted,
      start: turns.current(),
      beganAtMs: clock.monotonicMs(),
      endedAtMs: null,
      outcome: null,
      wasOnline: true,
      retryAfterMs: null,
      image: null,
    }
    calls.push(call)
    try {
      const answer = await work()
      call.outcome = 'ok'
      onAnswer(call, answer)
      return answer
    } catch (error) {
      const seconds = isUploadError(error) ? error.retryAfterSeconds : null
      call.outcome = isUploadError(error) ? error.code : 'foreign'
      call.retryAfterMs = seconds === null ? null : seconds * 1000
      throw error
    } finally {
      call.endedAtMs = clock.monotonicMs()
      call.wasOnline = isOnline()
    }
  }

  const promised = (ticket: string) => server.issued.find((grant) => grant.ticket === ticket)

  return {
    backend: {
      scope: backend.scope,
      requestUrl(request, context) {
        const old = 'renew' in request ? promised(request.renew) : undefined
        const sha256 = 'renew' in request ? (old?.sha256 ?? '') : request.sha256
        const asked = { monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs() }
        return observe(
          { step: 'request-url', id: old?.id ?? null, put: null, sha256, signal: context.signal },
          () => backend.requestUrl(request, context),
          (_, { id, upload }) => {
            renewals = old === undefined ? 0 : renewals + 1
            issues.set(upload.url, { ...asked, id, ttlMs: (upload.expiresInSeconds ?? 0) * 1000 })
          },
        )
      },
      confirm(ticket, context) {
        const grant = promised(ticket)
        const { id = null, sha256 = '' } = grant ?? {}
        return observe(
          { step: 'confirm', id, put: null, sha256, signal: context.signal },
          () => backend.confirm(ticket, context),
          (call, image) => {
            call.image = image
          },
        )
      },
    },
    send(given) {
      const issue = issues.get(given.url.href)
      const sha256 = given.headers['x-amz-checksum-sha256'] ?? ''
      const put = {
        ageMs: Math.max(
          clock.monotonicMs() - (issue?.monotonicMs ?? 0),
          clock.wallMs() - (issue?.wallMs ?? 0),
        ),
        ttlMs: issue?.ttlMs ?? 0,
        renewals,
        reports: [] as { atMs: number; sentBytes: number }[],
        sizeBytes: given.body.size,
      }
      renewals = 0
      const onProgress = (sentBytes: number) => {
        put.reports.push({ atMs: clock.monotonicMs(), sentBytes })
        given.onProgress(sentBytes)
      }
      return observe(
        { step: 'send', id: issue?.id ?? null, put, sha256, signal: given.signal },
        () => send({ ...given, onProgress }),
        (call, { status, headers, body }) => {
          if (status !== 200) call.outcome = /<Code>(\w+)/.exec(body)?.[1] ?? String(status)
          const seconds = headers.get('retry-after')
          call.retryAfterMs = seconds === null ? null : Number(seconds) * 1000
        },
      )
    },
  }
}
