import { moment, openGrant, type SealedGrant, sealGrant } from '../../src/upload/steps/presigned-url.ts'
import { sealUndo } from '../../src/upload/steps/sealed-undo.ts'
import type {
  Aborted,
  Busy,
  ConfirmOutcome,
  NetworkSteps,
  RemoveOutcome,
  SendOutcome,
} from '../../src/upload/steps/upload-steps.ts'
import type { FakeClock } from './fake-clock.ts'
import { publicImage, uploadGrant } from './samples.ts'

type OnProgress = (sentBytes: number, totalBytes: number) => void

/** What happens at each call of a step, in order: an outcome, a throw, or nothing said: it goes well. */
export interface Script {
  /** Life of every URL. Default 300. */
  expiresInSeconds?: number
  requestUrl?: (() => Busy | Aborted | void)[]
  send?: ((onProgress: OnProgress, clock: FakeClock) => SendOutcome | void)[]
  confirm?: (() => ConfirmOutcome | void)[]
  remove?: (() => RemoveOutcome | void)[]
}

/** Steps that go by a script and write down what was asked of them, by the number of the URL. */
export function scriptSteps(clock: FakeClock, script: Script = {}): { steps: NetworkSteps; log: string[] } {
  const log: string[] = []
  let urls = 0
  const next = <Outcome>(entries: (() => Outcome | void)[] = []) => entries.shift()?.()

  const steps: NetworkSteps = {
    async requestUrl({ renew }) {
      log.push(renew === null ? 'request-url' : `renew ${numberOf(renew)}`)
      const requestedAt = moment(clock)
      const failure = next(script.requestUrl)
      if (failure) return failure
      urls += 1
      return {
        outcome: 'granted',
        grant: sealGrant(uploadGrant(urls, script.expiresInSeconds), requestedAt),
      }
    },
    async send({ grant }, { onProgress }) {
      log.push(`send ${numberOf(grant)}`)
      return script.send?.shift()?.(onProgress, clock) ?? { outcome: 'sent' }
    },
    async confirm(target) {
      log.push('undo' in target ? 'confirm the undo' : `confirm ${numberOf(target.grant)}`)
      return next(script.confirm) ?? { outcome: 'confirmed', image: publicImage('upload-1') }
    },
    async remove() {
      log.push('remove')
      return next(script.remove) ?? { outcome: 'removed', undo: sealUndo('undo-canary') }
    },
  }
  return { steps, log }
}

function numberOf(grant: SealedGrant): string {
  return new URL(openGrant(grant).url).searchParams.get('n') ?? '?'
}
