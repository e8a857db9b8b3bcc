import { expect } from 'vitest'
import type { PublicImage } from '../../src/contract/messages.ts'
import type { NetworkPhase } from '../../src/upload/upload-state.ts'
import type { OpenCall } from './steps-by-hand.ts'
import { endOf, uploaderByHand } from './uploader-by-hand.ts'
import type { ModelRun } from './model-run.ts'
import type { UploaderModel } from './uploader-model.ts'

type Call = OpenCall<unknown>

/** An uploader beside its model. */
export interface ModelledUploader extends ReturnType<typeof uploaderByHand> {
  /** Writes down how something ends. */
  follow(work: Promise<PublicImage | null | void>): Promise<void>
  /** Resolves when all has happened that can happen without an act, an answer or time. */
  idle(model: UploaderModel): Promise<void>
  /** The call of a run that waits for its answer. */
  take(run: ModelRun): Call
  /** Fails where uploader and model are not the same. */
  compare(model: UploaderModel): Promise<void>
}

export function modelledUploader(): ModelledUploader {
  const byHand = uploaderByHand()
  const { uploader, clock, connection, requestUrl, send, confirm, remove, saved, failed } = byHand
  const steps = { requesting: requestUrl, uploading: send, confirming: confirm, removing: remove }
  const calls = new Map<ModelRun, Call>()
  const ends: (string | undefined)[] = []

  return {
    ...byHand,

    async follow(work) {
      const index = ends.push(undefined) - 1
      ends[index] = (await endOf(work)) ?? 'removed'
    },

    async idle(model) {
      do {
        await new Promise((resolve) => {
          setImmediate(resolve)
        })
      } while (uploader.getState().phase === 'preparing' && !model.isHeld)
    },

    take(run) {
      const call = calls.get(run)
      if (call === undefined) throw new Error('There is no call to answer')
      calls.delete(run)
      return call
    },

    async compare(model) {
      const { phase, error, image, waitingFor, resumes, canUndo } = uploader.getState()
      const wait = model.phase === 'waiting' ? model.active?.wait : null
      const what = error?.code ?? image?.id ?? (canUndo ? 'can undo' : null)
      expect({ phase, what, waitingFor, resumes }).toEqual({
        phase: model.phase,
        what: model.what,
        waitingFor: wait?.waitingFor ?? null,
        resumes: wait?.resumes ?? null,
      })
      expect({ saved, failed, ends }).toEqual({
        saved: model.saved,
        failed: model.failed,
        ends: model.starts.map(({ end }) => end ?? undefined),
      })
      expect([uploader.isRemoving(), uploader.canRemove()]).toEqual([model.isRemoving, model.canRemove])
      expect({
        requesting: requestUrl.count(),
        uploading: send.count(),
        confirming: confirm.count(),
        removing: remove.count(),
      }).toEqual(model.calls)

      const waits = model.open.flatMap((run) => run.wait ?? [])
      const isSending = model.phase === 'uploading'
      expect({
        hasProgress: uploader.getProgress() !== null,
        timers: clock.pendingTimers(),
        listeners: connection.listeners(),
      }).toEqual({
        hasProgress: isSending,
        timers: waits.length + (isSending ? 1 : 0),
        listeners: waits.filter((each) => each.waitingFor === 'online').length,
      })

      // They are there: the numbers of calls were the same.
      for (const run of model.open.filter(isCalling)) {
        if (!calls.has(run)) calls.set(run, await steps[run.phase].next())
      }
      const aborted = [...calls].filter(([, { signal }]) => signal.aborted).map(([{ id }]) => id)
      expect(aborted).toEqual([...calls.keys()].filter(({ end }) => end === 'aborted').map(({ id }) => id))
    },
  }
}

/** Whether a step of this run is under way. */
export function isCalling(run: ModelRun): run is ModelRun & { phase: NetworkPhase } {
  return ['requesting', 'uploading', 'confirming', 'removing'].includes(run.phase)
}
