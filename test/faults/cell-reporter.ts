import type { Reporter, SerializedError, TestCase } from 'vitest/node'

/** One line for each cell of the matrix, and the sums as the very last line. */
export default class CellReporter implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0 }

  onTestCaseResult(cell: TestCase): void {
    const result = cell.result()
    if (result.state === 'pending') return
    this.#counts[result.state] += 1
    const ms = Math.round(cell.diagnostic()?.duration ?? 0)
    console.log(`${result.state.padEnd(7)} ${cell.fullName.replace(' > ', ' × ')} (${ms} ms)`)
    for (const error of result.errors ?? []) console.log(indent(error.stack ?? error.message, error.diff))
  }

  onTestRunEnd(_modules: unknown, unhandledErrors: readonly SerializedError[]): void {
    for (const error of unhandledErrors) console.log(indent(error.stack ?? error.message))
    const { passed, failed, skipped } = this.#counts
    const failures = failed + unhandledErrors.length
    console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  }
}

function indent(...texts: readonly (string | undefined)[]): string {
  return texts.map((text) => (text ?? '').replace(/^/gm, '          ')).join('\n')
}
