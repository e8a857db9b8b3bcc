import { randomFrom } from '../../seeded-random.ts'
import type { Choose } from './choice.ts'
import { type Fault, faultsAt, type Mode } from './fault.ts'

/** What a seed decides of one schedule. */
export interface SeededSchedule {
  fault: Fault | null
  repeated: number | null
  choose: Choose
}

/** How often a request goes on that could be interrupted. Few interruptions find other faults than many. */
const PERSISTENCE = [0, 0.5, 0.8, 0.95]

/** The nth schedule of a seed: always the same. */
export function seededSchedule(seed: number, nth: number, mode: Mode, actors: number): SeededSchedule {
  const random = randomFrom(seed + nth * 0x9e3779b1)
  const below = (count: number) => Math.floor(random() * count)
  const persistence = PERSISTENCE[below(PERSISTENCE.length)] ?? 0
  // A request of today makes 8 calls, with 5 writes and one saving.
  const faults = faultsAt(mode, below(actors), 1 + below(MAX_NTH[mode]))
  return {
    fault: faults[below(faults.length)] ?? null,
    repeated: below(2) === 0 ? null : below(actors),
    choose(options) {
      const same = options.findIndex(({ isSame }) => isSame)
      return same !== -1 && random() < persistence ? same : below(options.length)
    },
  }
}

const MAX_NTH: Readonly<Record<Mode, number>> = { none: 1, crash: 14, 'late PUT': 6, 'lost reply': 2 }
