'use client'
import {
  cloneElement,
  type ComponentPropsWithoutRef,
  createElement,
  type ForwardedRef,
  forwardRef,
  type ForwardRefExoticComponent,
  type JSX,
  type ReactElement,
  type Ref,
  type RefAttributes,
  useMemo,
} from 'react'
import { mergeProps, mergeRefs } from '../merge-props.ts'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'
import { useProfileImageUploader } from './root-context.ts'

/** Names of the elements, as in `data-part`. */
export type PartName =
  | 'root'
  | 'label'
  | 'preview'
  | 'fallback'
  | 'choose'
  | 'take'
  | 'remove'
  | 'retry'
  | 'cancel'
  | 'undo'
  | 'progress'
  | 'hint'
  | 'error'
  | 'status'
  | 'amount'

/** What the look of a part may depend on. */
export interface PartState {
  /** In `data-state`. */
  phase: ProfileImageUploader['state']['phase']
  /** In `data-status`. */
  status: ProfileImageUploader['status']
  /** In `data-drag`. */
  drag: ProfileImageUploader['drag']
  /** By `data-has-image`. */
  hasImage: boolean
  /** By `data-disabled`. */
  isDisabled: boolean
}

type Tag = keyof JSX.IntrinsicElements

/** The props of the element, and what makes it yours. */
export type PartProps<T extends Tag> = Omit<ComponentPropsWithoutRef<T>, 'className'> & {
  /** Or a function of what the part's look depends on. Default: none. */
  className?: string | ((state: PartState) => string | undefined) | undefined
  /**
   * Another element in its place, e.g. a button of your own. It is given the props of the part, the ref and `data-*`
   * included, and has to pass them on to a DOM element. Default: the element of the part.
   */
  render?: ReactElement | ((props: ComponentPropsWithoutRef<T>, state: PartState) => ReactElement) | undefined
}

export type Part<T extends Tag> = ForwardRefExoticComponent<PartProps<T> & RefAttributes<HTMLElement>>

/**
 * An element with props of ours, into which those of its user are merged.
 *
 * @param useOurs A hook: what the part is now, or null when it does not apply and nothing is rendered.
 */
export function createPart<T extends Tag>(
  name: PartName,
  tag: T,
  useOurs: (uploader: ProfileImageUploader) => ComponentPropsWithoutRef<T> | null,
): Part<T> {
  function PartOfRoot(theirs: PartProps<T>, elementRef: ForwardedRef<HTMLElement>): ReactElement | null {
    const uploader = useProfileImageUploader()
    const ours = useOurs(uploader)
    return ours === null ? null : <PartElement {...{ name, tag, ours, theirs, elementRef, uploader }} />
  }
  PartOfRoot.displayName = `ProfileImage.${name}`
  // The props are generic in here, which forwardRef cannot follow.
  return forwardRef(PartOfRoot as Parameters<typeof forwardRef>[0]) as Part<T>
}

interface PartElementProps {
  name: PartName
  tag: Tag
  ours: object
  theirs: PartProps<'div'> | object
  elementRef: Ref<HTMLElement>
  uploader: ProfileImageUploader
}

export function PartElement({
  name,
  tag,
  ours,
  theirs,
  elementRef,
  uploader,
}: PartElementProps): ReactElement {
  const state = partState(uploader)
  const { className, render, ...given }: PartProps<'div'> = theirs
  const { ref: ownRef, ...own }: { ref?: Ref<HTMLElement> } = ours
  // The same in every render: React detaches an old ref and attaches the new one.
  const ref = useMemo(() => mergeRefs(ownRef, elementRef), [ownRef, elementRef])
  const props = {
    'data-part': name,
    'data-state': state.phase,
    'data-status': state.status,
    'data-drag': state.drag,
    'data-has-image': state.hasImage || undefined,
    'data-disabled': state.isDisabled || undefined,
    ...mergeProps(
      { ...given, className: typeof className === 'function' ? className(state) : className },
      own,
    ),
    ref,
  }
  if (typeof render === 'function') return render(props as ComponentPropsWithoutRef<'div'>, state)
  return render === undefined
    ? createElement(tag, props)
    : cloneElement(render, mergeProps(render.props as object, props))
}

function partState({ state, status, drag, src, isDisabled }: ProfileImageUploader): PartState {
  return { phase: state.phase, status, drag, hasImage: src !== null, isDisabled }
}
