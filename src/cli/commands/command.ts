/** What a command needs of the process that it runs in. */
export interface CommandHost {
  env: Readonly<Record<string, string | undefined>>
  /** To the standard output, a line. */
  print(line: string): void
  /** To the standard error, a line. */
  complain(line: string): void
  fetch: typeof globalThis.fetch
}

/** One command of `npx react-profile-image-upload`. */
export interface Command {
  name: string
  /** What it is for, in one line. */
  summary: string
  /** Its options. */
  usage: string
  /**
   * @returns the exit status: 0, or 1 for what was not done.
   * @throws {UsageError} before anything was done.
   */
  run(args: readonly string[], host: CommandHost): Promise<number>
}

/** What was written on the command line makes no sense. Its message says what to write. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
