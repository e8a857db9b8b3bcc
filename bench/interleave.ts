/**
 * Measures every line once a round, in random order, so that no line has the quiet minutes for itself.
 *
 * @param warmUps Rounds before those that count.
 * @param measure Milliseconds of one operation.
 */
export async function interleave<Line extends string>(
  lines: readonly Line[],
  { rounds, warmUps }: { rounds: number; warmUps: number },
  measure: (line: Line) => Promise<number>,
): Promise<Record<Line, number[]>> {
  const samples = Object.fromEntries(lines.map((line): [string, number[]] => [line, []])) as Record<
    Line,
    number[]
  >
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const line of shuffled(lines)) {
      const ms = await measure(line)
      if (round >= 0) samples[line].push(ms)
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
