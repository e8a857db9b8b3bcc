import { appendFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** How one run of Vitest ended: a line of JSON in the file that OUTCOMES names. */
export interface Outcome {
  passed: number
  failed: number
  /** By project, file and full name. */
  skipped: readonly string[]
}

/** Tells `npm run ci` what was skipped, by name. Elsewhere it does nothing. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['OUTCOMES']
    if (file === undefined) return
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const outcome: Outcome = {
      passed: count('passed'),
      failed: count('failed') + unhandledErrors.length,
      skipped: tests
        .filter((test) => test.result().state === 'skipped')
        .map(({ project, module, fullName }) => `${project.name} ${module.relativeModuleId} > ${fullName}`),
    }
    appendFileSync(file, `${JSON.stringify(outcome)}\n`)
  }
}
