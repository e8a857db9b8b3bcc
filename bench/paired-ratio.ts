export interface RatioEstimate {
  median: number
  /** Ends of the 95 % interval of the median. */
  low: number
  high: number
}

const RESAMPLES = 2000

/** The middle value; the mean of the two in the middle when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (at(sorted, Math.ceil(middle) - 1) + at(sorted, Math.floor(middle))) / 2
}

/**
 * The median of the ratios within the rounds: what slows a whole round down falls out of it. The interval is that of
 * a percentile bootstrap over the rounds.
 */
export function pairedRatio(values: readonly number[], baseline: readonly number[]): RatioEstimate {
  const ratios = values.map((value, round) => value / at(baseline, round))
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => at(ratios, Math.floor(Math.random() * ratios.length)))),
  ).sort((a, b) => a - b)
  return {
    median: median(ratios),
    low: at(medians, Math.floor(RESAMPLES * 0.025)),
    high: at(medians, Math.floor(RESAMPLES * 0.975)),
  }
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`There is no value ${index} of ${values.length}.`)
  return value
}
