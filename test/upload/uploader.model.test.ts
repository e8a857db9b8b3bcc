import { asyncModelRun, asyncProperty, check, defaultReportMessage } from 'fast-check'
import { expect, test } from 'vitest'
import { commandSequence } from './model-commands.ts'
import { modelledUploader } from './modelled-uploader.ts'
import { UploaderModel } from './uploader-model.ts'

const RUNS = 1_500
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test(
  'T-65: acts, answers and time, in any order: the uploader does what the model says',
  { timeout: 120_000 },
  async () => {
    const met = new Set<string>()
    const always = asyncProperty(commandSequence, async (sequence) => {
      await asyncModelRun(() => {
        const real = modelledUploader()
        const model = new UploaderModel(real.clock)
        real.uploader.subscribe(() => {
          const { phase, waitingFor, error } = real.uploader.getState()
          met.add(error?.code ?? waitingFor ?? phase)
          if (real.uploader.isRemoving()) met.add(`removing in ${phase}`)
          if (real.saved.at(-1)?.startsWith('restored')) met.add('restored')
        })
        return { model, real }
      }, sequence)
    })
    const result = await check(always, { seed, numRuns: RUNS })
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
