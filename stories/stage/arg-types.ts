import type { ArgTypes, InputType } from 'storybook/internal/types'
import { api } from 'virtual:api-tables'
import type { ApiMember } from '../../.storybook/read-api.ts'

/**
 * The rows of a table of props, in the words of the sources' JSDoc; and the controls that change them.
 *
 * @param types Names of public types, e.g. "UseProfileImageUploadOptions".
 * @throws {TypeError} when the sources have no such type, or it has no properties
 */
export function argTypesOf(...types: string[]): ArgTypes {
  const members = types.flatMap((type) => {
    const { members: found } = api[type] ?? { members: [] }
    if (found.length === 0) throw new TypeError(`argTypesOf: ${type} is no type with properties.`)
    return found
  })
  return Object.fromEntries(members.map((member) => [member.name, rowOf(member)]))
}

function rowOf({ name, isRequired, type, description, default: initial }: ApiMember): InputType {
  return {
    name,
    description,
    type: { name: 'other', value: type, required: isRequired },
    table: {
      type: { summary: type },
      ...(initial !== null && { defaultValue: { summary: initial } }),
    },
    control: controlOf(type),
  }
}

function controlOf(type: string): NonNullable<InputType['control']> {
  if (type === 'boolean') return 'boolean'
  if (type === 'string' || type === 'ReactNode') return 'text'
  return false
}
