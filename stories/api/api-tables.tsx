import { PureArgsTable } from '@storybook/addon-docs/blocks'
import type { ReactElement } from 'react'
import { api } from 'virtual:api-tables'
import { ProfileImage } from '../../src/index.ts'
import { argTypesOf } from '../stage/arg-types.ts'

/** The properties of public types, as their sources say. */
export function Properties({ of }: { of: string | string[] }): ReactElement {
  return <PureArgsTable rows={argTypesOf(...[of].flat())} sort="none" />
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
            <th scope="row">
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
