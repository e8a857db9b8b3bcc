import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './command.ts'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>
type Values<O extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: false }>
>['values']

/**
 * @throws {UsageError} for an option that is not known, lacks its value, or is given twice where one is meant; and for
 * whatever is no option.
 */
export function readOptions<O extends OptionsConfig>(args: readonly string[], options: O): Values<O> {
  const parsed = parse(args, options)
  const given = new Set<string>()
  for (const token of parsed.tokens) {
    if (token.kind !== 'option' || options[token.name]?.multiple === true) continue
    // Otherwise the last one would win, and nobody would learn that the first was not looked at.
    if (given.has(token.name)) throw new UsageError(`--${token.name} is given twice, and can be given once.`)
    given.add(token.name)
  }
  return parsed.values
}

function parse<O extends OptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false, tokens: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
