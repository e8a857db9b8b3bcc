import { expect, test } from 'vitest'
import { CLOUDFORMATION, TERRAFORM } from './template-names.ts'
import { run } from '../run.ts'

// policies.test.ts reads back what is printed by the names that we believe in. These are those of the tools.

/** In every resource of Terraform, whatever its schema. */
const META_ARGUMENTS = new Set(['count', 'depends_on'])

interface Resource {
  type: string
  names: object
}

const FORMATS: Readonly<
  Record<string, { schema: Readonly<Record<string, string>>; resources(text: string): Resource[] }>
> = {
  terraform: {
    schema: TERRAFORM,
    resources: (text) =>
      Object.entries<object>(JSON.parse(text).resource).flatMap(([type, named]) =>
        Object.values(named).map((given) => ({
          type,
          names: Object.fromEntries(Object.entries(given).filter(([name]) => !META_ARGUMENTS.has(name))),
        })),
      ),
  },
  cloudformation: {
    schema: CLOUDFORMATION,
    resources: (text) =>
      Object.values<{ Type: string; Properties: object }>(JSON.parse(text).Resources).map(
        ({ Type, Properties }) => ({ type: Type, names: Properties }),
      ),
  },
}

/** What is wrong with the names of a block and of those in it. Notes the blocks that it has seen. */
function faultsOf(
  path: string,
  block: object,
  schema: Readonly<Record<string, string>>,
  seen: Set<string>,
): string[] {
  const row = schema[path]
  // Something else than names: a policy, or a reference.
  if (row === undefined) return []
  seen.add(path)
  const known = row.split(' ')
  const given = Object.keys(block)
  return [
    ...given.filter((name) => !known.some((each) => each.replace('*', '') === name)),
    ...known.filter((name) => name.endsWith('*') && !given.includes(name.slice(0, -1))),
  ]
    .map((name) => `${path}: ${name}`)
    .concat(
      Object.entries(block).flatMap(([name, value]) =>
        [value]
          .flat()
          .flatMap((each: unknown) =>
            typeof each === 'object' && each !== null ? faultsOf(`${path}.${name}`, each, schema, seen) : [],
          ),
      ),
    )
}

test.each(Object.entries(FORMATS))(
  '%s: every name that is printed is one of its schema, and none that it needs is missing',
  async (format, { schema, resources }) => {
    const args = ['policies', '--bucket', 'my-pictures', '--origin', 'https://app.example.com']
    const { output } = await run([...args, '--format', format])
    const seen = new Set<string>()
    const faults = resources(output).flatMap(({ type, names }) =>
      type in schema ? faultsOf(type, names, schema, seen) : [`${type}: no such resource`],
    )
    expect(faults).toEqual([])
    expect([...seen].sort()).toEqual(Object.keys(schema).sort())
  },
)
