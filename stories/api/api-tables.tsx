import { PureArgsTable } from '@storybook/addon-docs/blocks'
import type { ReactElement } from 'react'
import type { InputType } from 'storybook/internal/types'
import { api } from 'virtual:api-tables'
import { ProfileImage } from '../../src/index.ts'
import { argTypesOf } from '../stage/arg-types.ts'

/** What can be given: the properties of public types, as their sources say. */
export function Given({ of }: { of: string | string[] }): ReactElement {
  return <PureArgsTable rows={argTypesOf(...[of].flat())} sort="none" />
}

/** What is there: all of it, so nothing is marked as required. */
export function Got({ of }: { of: string }): ReactElement {
  const type: InputType['type'] = { name: 'other', value: of, required: false }
  const rows = Object.entries(argTypesOf(of)).map(([name, row]) => [name, { ...row, type }])
  return <PureArgsTable rows={Object.fromEntries(rows)} sort="none" />
}

/** What the sources say of a type or a value. */
export function About({ name }: { name: string }): ReactElement {
  return <p>{descriptionOf(name)}</p>
}

/** Every part, and what it is for. */
export function Parts(): ReactElement {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        {Object.keys(ProfileImage).map((part) => (
          <tr key={part}>
            <th scope="row" style={{ textAlign: 'start' }}>
              <code>ProfileImage.{part}</code>
            </th>
            <td>{descriptionOf(part === 'Error' ? 'ErrorText' : part)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function descriptionOf(name: string): string {
  const { description = '' } = api[name] ?? {}
  if (description === '') throw new TypeError(`The sources say nothing of ${name}.`)
  return description.replaceAll('`', '')
}
