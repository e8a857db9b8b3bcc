import { runCli } from '../../src/cli/run-cli.ts'

export interface Ran {
  status: number
  output: string
  complaints: string
}

/** One command line, as a shell would split it. */
export async function run(
  args: readonly string[],
  host: { env?: Record<string, string>; fetch?: typeof fetch } = {},
): Promise<Ran> {
  const output: string[] = []
  const complaints: string[] = []
  const status = await runCli(args, {
    env: host.env ?? {},
    print: (line) => output.push(line),
    complain: (line) => complaints.push(line),
    fetch: host.fetch ?? (() => Promise.reject(new Error('This command asks nobody.'))),
  })
  return { status, output: output.join('\n'), complaints: complaints.join('\n') }
}
