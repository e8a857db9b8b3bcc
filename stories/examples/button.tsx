import type { ComponentProps } from 'react'

/** A button as of any design system: it hands its props and its ref on to a `<button>`. */
export function Button({ tone = 'quiet', ...props }: ComponentProps<'button'> & { tone?: 'loud' | 'quiet' }) {
  return <button type="button" {...props} data-tone={tone} />
}
