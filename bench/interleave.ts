/**
 * Measures every line once a round, in random order, so that no line has the quiet minutes for itself.
 *
 * @param warmUps Rounds before those that count.
 * @param measure What one round of a line took.
 * @returns By line, the rounds that count: the n-th of each line are of the same round.
 */
export async function interleave<Line extends string, Taken>(
  lines: readonly Line[],
  { rounds, warmUps }: { rounds: number; warmUps: number },
  measure: (line: Line) => Promise<Taken>,
): Promise<Record<Line, Taken[]>> {
  const samples = Object.fromEntries(lines.map((line): [string, Taken[]] => [line, []])) as Record<
    Line,
    Taken[]
  >
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const line of shuffled(lines)) {
      const taken = await measure(line)
      if (round >= 0) samples[line].push(taken)
    }
  }
  return samples
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value)
}
