/**
 * What was skipped and is not listed, and what is listed and was not skipped: as sentences. A line is
 * `<step>: <project> <file> > <name of the test>`.
 *
 * @param steps Those that have ended well: of the others nobody knows what they would have skipped.
 */
export function compareSkips(
  found: readonly string[],
  listed: readonly string[],
  steps: readonly string[],
): string[] {
  const isOfSteps = (line: string) => steps.some((step) => line.startsWith(`${step}: `))
  return [
    ...found.filter((line) => isOfSteps(line) && !listed.includes(line)).map((line) => `SKIPPED: ${line}`),
    ...listed
      .filter((line) => isOfSteps(line) && !found.includes(line))
      .map((line) => `no longer skipped: ${line}`),
  ]
}
