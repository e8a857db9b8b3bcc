import type { UploadGrant } from '../../contract/messages.ts'
import type { Clock } from '../retry/clock.ts'

/**
 * A presigned URL and its ticket, opaque: this object holds neither. It may lie in React state, the mutation
 * cache, devtools or a log, and shows itself to nobody there.
 */
export interface SealedGrant {
  /** Id of the upload: no secret. */
  readonly id: string
}

interface Secret {
  readonly ticket: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly ttlMs: number
  readonly requestedAt: Moment
}

/** A point in time on both clocks. */
export interface Moment {
  readonly monotonicMs: number
  readonly wallMs: number
}

// A WeakMap of the module, because `#private` fields are shown by the previews of Chromium's console.
const secrets = new WeakMap<SealedGrant, Secret>()

/** Never sends in the last seconds of a URL: the clocks, the preflight and the network take their share. */
const SAFETY_MARGIN_MS = 15_000

export function moment(clock: Clock): Moment {
  return { monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs() }
}

/** @param requestedAt When the request for this grant was sent: it cannot have been signed earlier. */
export function sealGrant(
  grant: UploadGrant & { upload: { expiresInSeconds: number } },
  requestedAt: Moment,
): SealedGrant {
  const sealed: SealedGrant = Object.freeze({ id: grant.id })
  secrets.set(sealed, {
    ticket: grant.ticket,
    url: grant.upload.url,
    headers: grant.upload.headers,
    ttlMs: grant.upload.expiresInSeconds * 1000,
    requestedAt,
  })
  return sealed
}

/** For the steps that send what is inside. Keep the result in a local variable only. */
export function openGrant(grant: SealedGrant): Secret {
  const secret = secrets.get(grant)
  if (secret === undefined)
    throw new TypeError('This grant was not sealed here: pass the object on unchanged.')
  return secret
}

/** Whether the URL may no longer be sent. */
export function isStale(grant: SealedGrant, clock: Clock): boolean {
  const { ttlMs } = openGrant(grant)
  return ageMs(grant, clock) > ttlMs - Math.min(SAFETY_MARGIN_MS, ttlMs / 4)
}

/** Whether the storage itself must refuse the URL by now. */
export function isExpired(grant: SealedGrant, clock: Clock): boolean {
  return ageMs(grant, clock) > openGrant(grant).ttlMs
}

/** The larger age of two clocks: one stands still during sleep, the other may be turned back. */
function ageMs(grant: SealedGrant, clock: Clock): number {
  const { requestedAt } = openGrant(grant)
  return Math.max(clock.monotonicMs() - requestedAt.monotonicMs, clock.wallMs() - requestedAt.wallMs)
}
