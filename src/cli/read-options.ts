import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './command.ts'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>
type Values<O extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: false }>
>['values']

/** @throws {UsageError} for an option that is not known, or lacks its value; and for whatever is no option. */
export function readOptions<O extends OptionsConfig>(args: readonly string[], options: O): Values<O> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
