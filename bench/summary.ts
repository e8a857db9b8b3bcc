import type { Comparison } from './bench.ts'
import { median, pairedRatio, type RatioEstimate } from './paired-ratio.ts'

/** A comparison as `--json` prints it. */
export interface Summary {
  title: string
  rounds: number
  lines: Record<string, LineSummary>
  facts: Comparison['facts']
}

interface LineSummary {
  medianMs: number
  minMs: number
  perSecond: number
  /** By baseline: how many times its time this line took. */
  ratios: Record<string, RatioEstimate>
}

export function summarise({ title, samples, baselines, facts }: Comparison): Summary {
  const lines = Object.entries(samples).map(([line, values]): [string, LineSummary] => {
    const ratios = baselines.map((baseline): [string, RatioEstimate] => [
      baseline,
      pairedRatio(values, samples[baseline] ?? []),
    ])
    const medianMs = median(values)
    const minMs = Math.min(...values)
    return [line, { medianMs, minMs, perSecond: 1000 / medianMs, ratios: Object.fromEntries(ratios) }]
  })
  const rounds = Math.max(...Object.values(samples).map(({ length }) => length))
  return { title, rounds, lines: Object.fromEntries(lines), facts }
}

export function printSummary({ title, rounds, lines, facts }: Summary): void {
  console.log(`\n${title}, ${rounds} rounds`)
  const rows = Object.entries(lines).map(([line, { medianMs, minMs, perSecond, ratios }]) => [
    line,
    {
      'median ms': rounded(medianMs),
      'min ms': rounded(minMs),
      'per second': rounded(perSecond),
      ...Object.fromEntries(
        Object.entries(ratios).map(([baseline, { median: ratio, low, high }]) => [
          `× ${baseline}`,
          baseline === line ? '' : `${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
        ]),
      ),
    },
  ])
  console.table(Object.fromEntries(rows))
  for (const [fact, value] of Object.entries(facts)) console.log(`  ${fact}: ${value}`)
}

/** Three digits that mean something. */
function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
