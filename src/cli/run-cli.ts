import { readFileSync } from 'node:fs'
import { UploadError } from '../contract/upload-error.ts'
import { type Command, type CommandHost, UsageError } from './commands/command.ts'
import { doctor } from './commands/doctor.ts'
import { policies } from './commands/policies.ts'
import { setup } from './commands/setup.ts'

const COMMANDS: readonly Command[] = [policies, setup, doctor]
const PROGRAM = 'npx react-profile-image-upload'

/** @returns the exit status: 0; 1 for what was not done; 2 for a command line that makes no sense. */
export async function runCli(args: readonly string[], host: CommandHost): Promise<number> {
  const [name = '', ...rest] = args
  if (isHelp(name)) {
    host.print(overview())
    return 0
  }
  if (name === '--version') {
    host.print(packageVersion())
    return 0
  }
  const command = COMMANDS.find((each) => each.name === name)
  if (command === undefined) {
    host.complain(name === '' ? overview() : `There is no command "${name}".\n\n${overview()}`)
    return 2
  }
  if (rest.some(isHelp)) {
    host.print(usage(command))
    return 0
  }
  try {
    return await command.run(rest, host)
  } catch (error) {
    if (error instanceof UsageError) {
      host.complain(`${error.message}\n\n${usage(command)}`)
      return 2
    }
    if (!(error instanceof UploadError)) throw error
    const { message } = error.cause instanceof Error ? error.cause : error
    host.complain(message)
    return 1
  }
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h'
}

function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(14)}  ${summary}`)
  return `${PROGRAM} <command>\n\n${lines.join('\n')}\n\n${PROGRAM} <command> --help shows its options.\n${PROGRAM} --version prints the version of the package.`
}

function usage({ name, summary, usage: options }: Command): string {
  return `${PROGRAM} ${name}: ${summary}\n\n${options}`
}

/** Of this package. Two folders above are the same from the source and from what is built of it. */
function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
