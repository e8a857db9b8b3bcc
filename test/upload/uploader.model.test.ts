import { asyncModelRun, asyncProperty, check, defaultReportMessage } from 'fast-check'
import { expect, test } from 'vitest'
import { lazyByHand } from './lazy/lazy-by-hand.ts'
import { commandSequence } from './model-commands.ts'
import { modelledUploader } from './modelled-uploader.ts'
import type { UploaderByHandOptions } from './uploader-by-hand.ts'
import { UploaderModel } from './uploader-model.ts'

/** An uploader that is loaded when it is first needed. */
const lazy: UploaderByHandOptions = {
  around: (engine) => lazyByHand(engine, async () => engine.make),
}

const uploaders: [what: string, options: UploaderByHandOptions, runs: number][] = [
  ['the uploader', {}, 1_500],
  ['one that stands in until the uploader is loaded', lazy, 750],
]
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test.each(uploaders)(
  'T-65: acts, answers and time, in any order: %s does what the model says',
  { timeout: 120_000 },
  async (_, options, numRuns) => {
    const met = new Set<string>()
    const always = asyncProperty(commandSequence, async (sequence) => {
      await asyncModelRun(() => {
        const real = modelledUploader(options)
        const model = new UploaderModel(real.clock, { isLoaded: options !== lazy })
        real.uploader.subscribe(() => {
          const { phase, waitingFor, error } = real.uploader.getState()
          met.add(error?.code ?? waitingFor ?? phase)
          if (real.uploader.isRemoving()) met.add(`removing in ${phase}`)
          if (real.saved.at(-1)?.startsWith('restored')) met.add('restored')
        })
        return { model, real }
      }, sequence)
    })
    const result = await check(always, { seed, numRuns })
    if (result.failed) {
      const { errorInstance: cause } = result
      throw new Error(`SEED=${seed} runs it again. ${defaultReportMessage(result)}`, { cause })
    }
    // Sequences that come nowhere prove nothing.
    const places = ['success', 'backoff', 'online', 'offline', 'network', 'removed', 'restored']
    places.push('removing in removing', 'removing in preparing', 'removing in waiting', 'removing in error')
    expect(places.filter((place) => !met.has(place))).toEqual([])
  },
)
