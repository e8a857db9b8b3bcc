import type { CSSProperties, Ref } from 'react'
import { createFormat } from './texts/format.ts'
import { mergeProps, mergeRefs } from './merge-props.ts'
import type { Messages } from './texts/messages.ts'
import type { UploadProgress } from '../upload/upload-progress.ts'
import type { UploadState } from '../upload/upload-state.ts'
import type { DropTarget } from './input/use-drop-target.ts'

/** Spread the result on an element of yours. What you pass in is kept; its handlers run before ours. */
export type PropGetter = <P extends object>(props?: P) => P & Record<string, unknown>

/** What makes elements of yours the component, without its look. They find each other by their ids. */
export interface PropGetters {
  /** For a group that takes drops and pastes. It is not focusable itself: a button inside is. */
  getRootProps: PropGetter
  /** For the hidden file input. */
  getInputProps: PropGetter
  /** For the button that opens the picker. */
  getChooseProps: PropGetter
  /** For the visible name of the group. Without such an element the group has the same name, unseen. */
  getLabelProps: PropGetter
  /** For the line that says what can be chosen. */
  getHintProps: PropGetter
  /** For a bar. Call `useUploadProgress` in the component that draws it, so that it moves. */
  getProgressProps: PropGetter
  /** For the text of an error: put `errorText` into it. */
  getErrorProps: PropGetter
}

/** What they show of the uploader: each as it says there. */
interface Facts {
  isDisabled: boolean
  label: string
  messages: Messages
  progress: { get(): UploadProgress | null }
  state: UploadState
}

/**
 * @param ids What the ids of the elements begin with.
 * @param dropTarget `onApproach`: somebody comes near, and again and again.
 */
export function createPropGetters(
  { isDisabled, label, messages, progress, state }: Facts,
  { dropzone, onDrop, onApproach }: DropTarget & { onApproach(): void },
  ids: string,
): PropGetters {
  const getters: Record<keyof PropGetters, (props?: WithRef) => object> = {
    getRootProps(props) {
      const { ref, rest } = withoutRef(props)
      const ours = {
        role: 'group',
        // The second counts where the first leads nowhere.
        'aria-labelledby': `${ids}-label`,
        'aria-label': label,
        onDrop,
        ...approachHandlers(onApproach),
      }
      return {
        ...dropzone.getRootProps(mergeProps(rest, ours)),
        ...droppedHandlers(rest),
        ref: mergeRefs(ref, dropzone.rootRef),
      }
    },
    getInputProps(props) {
      const { ref, rest } = withoutRef(props)
      const ours = { ...HIDDEN_INPUT, disabled: isDisabled }
      return { ...dropzone.getInputProps({ ...rest, ...ours }), ref: mergeRefs(ref, dropzone.inputRef) }
    },
    getChooseProps: getter(() => ({
      type: 'button',
      // Not `disabled`: that would drop the focus of whoever stands on the button.
      'aria-disabled': isDisabled || undefined,
      'aria-describedby': `${ids}-hint ${ids}-error`,
      onClick() {
        if (!isDisabled) dropzone.open()
      },
    })),
    getLabelProps: getter(() => ({ id: `${ids}-label` })),
    getHintProps: getter(() => ({ id: `${ids}-hint` })),
    getErrorProps: getter(() => ({ id: `${ids}-error` })),
    getProgressProps: getter(() => {
      const fraction = progress.get()?.fraction ?? null
      const percent = fraction === null ? undefined : createFormat(messages.locale).percent(fraction)
      const style: CSSProperties & { '--pip-fraction'?: number } =
        fraction === null ? {} : { '--pip-fraction': fraction }
      return {
        role: 'progressbar',
        'aria-label': state.phase === 'removing' ? messages.removing : messages.progress,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': fraction === null ? undefined : Math.round(fraction * 100),
        'aria-valuetext': state.phase === 'confirming' ? messages.finishing : percent,
        'data-indeterminate': fraction === null || undefined,
        style,
      }
    }),
  }
  // What is passed in is still there in what comes out, which the types of a merge cannot say.
  return getters as PropGetters
}

interface WithRef {
  ref?: Ref<HTMLElement>
}

/** No stop for the keyboard and nothing to screen readers: the button is the control. */
const HIDDEN_INPUT = {
  tabIndex: -1,
  'aria-hidden': true,
  'aria-label': undefined,
  style: { display: 'none' },
}

/**
 * Somebody comes near, by pointer, focus or drag. Captured, so that nothing inside can hide it. Touch fires `pointerover`
 * before `pointerdown` (Pointer Events, section 6).
 */
function approachHandlers(onApproach: () => void): object {
  return {
    onPointerOverCapture: onApproach,
    onFocusCapture: onApproach,
    onDragEnterCapture: onApproach,
  }
}

const DROPPED: ReadonlySet<string> = new Set(['onClick', 'onKeyDown', 'onFocus', 'onBlur'])

/** Where it need not listen to clicks and keys itself, react-dropzone drops the caller's handlers of them, too. */
function droppedHandlers(props: object): object {
  return Object.fromEntries(Object.entries(props).filter(([name]) => DROPPED.has(name)))
}

function getter(ours: () => object): (props?: object) => object {
  return (props = {}) => mergeProps(props, ours())
}

/** react-dropzone would hand a ref on beside its own: the two are merged here. */
function withoutRef({ ref = null, ...rest }: WithRef = {}): { ref: Ref<HTMLElement>; rest: object } {
  return { ref, rest }
}
