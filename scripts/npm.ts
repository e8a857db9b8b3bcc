import { run } from './run-vitest.ts'

/**
 * Runs npm in the root of this project.
 *
 * @returns What it has printed.
 * @throws {Error} with that, when npm has failed.
 */
export async function npm(...args: readonly string[]): Promise<string> {
  const { status, output } = await run('npm', args, { stdout: 'pipe' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} has failed: ${output}`)
  return output
}
