'use client'
import {
  type ChangeEvent,
  type ForwardedRef,
  forwardRef,
  type ReactElement,
  useRef,
  useSyncExternalStore,
} from 'react'
import { type Part, PartElement, type PartProps } from './part.tsx'
import { useProfileImageUploader } from './root-context.ts'

/**
 * Opens the camera of a phone: browsers of Android leave it out of the picker. Only where the main pointer is a finger,
 * because elsewhere the button would open the picker like any other.
 */
export const Take: Part<'button'> = forwardRef(function Take(
  props: PartProps<'button'>,
  ref: ForwardedRef<HTMLElement>,
): ReactElement | null {
  const uploader = useProfileImageUploader()
  const input = useRef<HTMLInputElement>(null)
  const isTouched = useSyncExternalStore(onPointerChange, hasCoarsePointer, () => false)
  if (!isTouched) return null
  const { messages, rules, isDisabled, upload } = uploader
  const ours = {
    type: 'button',
    'aria-disabled': isDisabled || undefined,
    onClick() {
      if (!isDisabled) input.current?.click()
    },
    children: messages.take,
  }
  return (
    <>
      <PartElement name="take" tag="button" theirs={props} elementRef={ref} {...{ ours, uploader }} />
      <input
        ref={input}
        type="file"
        capture="user"
        accept={rules.types.join(',')}
        tabIndex={-1}
        aria-hidden="true"
        style={{ display: 'none' }}
        onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
          const file = currentTarget.files?.[0]
          // Or the same photo could not be chosen again.
          if (file !== undefined && !isDisabled) upload(file)
          currentTarget.value = ''
        }}
      />
    </>
  )
})

const COARSE = '(pointer: coarse)'

function hasCoarsePointer(): boolean {
  return globalThis.matchMedia?.(COARSE).matches ?? false
}

function onPointerChange(listener: () => void): () => void {
  const query = globalThis.matchMedia?.(COARSE)
  query?.addEventListener('change', listener)
  return () => query?.removeEventListener('change', listener)
}
