'use client'
import {
  type ComponentPropsWithoutRef,
  type ForwardedRef,
  forwardRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type RefAttributes,
  useEffect,
  useMemo,
  useRef,
} from 'react'
import { mergeProps, mergeRefs } from '../merge-props.ts'
import { useProfileImageUploader } from './root-context.ts'

/** Props of `ProfileImage.Field`: those of an input. */
export interface FieldProps extends ComponentPropsWithoutRef<'input'> {
  /** Of the field in the form's data. */
  name: string
  /** The form is not sent without an image. Default false. */
  required?: boolean | undefined
}

/**
 * The component as a field of a form. Its value is the id of the image that was saved since the form began, or ''.
 *
 * While an upload runs the form is not sent, and says so. A reset of the form ends a running upload and takes an error
 * away; an image that is saved stays saved. Nobody sees the field, but it can have the focus: browsers show there why a
 * form cannot be sent.
 */
export const Field: ForwardRefExoticComponent<FieldProps & RefAttributes<HTMLInputElement>> = forwardRef(
  function Field(
    { required = false, ...theirs }: FieldProps,
    ref: ForwardedRef<HTMLInputElement>,
  ): ReactElement {
    const { state, src, label, messages, isPending, isError, reset } = useProfileImageUploader()
    const input = useRef<HTMLInputElement>(null)
    const inputRef = useMemo(() => mergeRefs(input, ref), [ref])

    useEffect(() => {
      const isMissing = required && src === null
      input.current?.setCustomValidity(isPending ? messages.unfinished : isMissing ? messages.required : '')
    })
    useEffect(() => {
      // Nobody types here. `readOnly` would say so, and keep the field out of the form's validation.
      const { current } = input
      current?.addEventListener('beforeinput', preventDefault)
      return () => current?.removeEventListener('beforeinput', preventDefault)
    }, [])
    useEffect(() => {
      if (state.phase === 'success') writeValue(input.current, state.image.id)
      if (state.phase === 'removed') writeValue(input.current, '')
    }, [state])
    useEffect(() => {
      const onReset = ({ target }: Event) => {
        if (target === input.current?.form && (isPending || isError)) reset()
      }
      // It bubbles up to here from whatever form the field belongs to by then.
      document.addEventListener('reset', onReset)
      return () => document.removeEventListener('reset', onReset)
    }, [isPending, isError, reset])

    const ours = {
      type: 'text',
      tabIndex: -1,
      autoComplete: 'off',
      'aria-label': label,
      'data-part': 'field',
      style: UNSEEN,
    }
    return <input {...mergeProps(theirs, ours)} defaultValue="" ref={inputRef} />
  },
)

const UNSEEN = {
  position: 'absolute',
  inlineSize: 1,
  blockSize: 1,
  padding: 0,
  border: 0,
  opacity: 0,
  pointerEvents: 'none',
} as const

function preventDefault(event: Event): void {
  event.preventDefault()
}

/** As if it had been typed, so that whoever listens for changes hears of it. */
function writeValue(input: HTMLInputElement | null, value: string): void {
  if (input === null || input.value === value) return
  // React remembers what is written through the element itself, and takes the event that follows for no change.
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {}
  set?.call(input, value)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
}
