'use client'
import type { MouseEvent, Ref, RefObject } from 'react'
import { useDropzone } from 'react-dropzone'
import type { ImageRules, ImageType } from '../contract/image-rules.ts'

/** What is dragged over the root: nothing, what will be taken, what will be refused, or what the browser keeps to itself. */
export type DragState = 'none' | 'accept' | 'reject' | 'unknown'

/** Spread the result on an element of yours. What you pass in is kept; its handlers run before ours. */
export type PropGetter = <P extends object>(props?: P) => P & Record<string, unknown>

export interface DropTarget {
  drag: DragState
  /** Opens the file picker. Call it synchronously in a click: browsers want to see the user's act. */
  open(): void
  /** For a group that takes drops and pastes. It is not focusable itself: a button inside is. */
  getRootProps: PropGetter
  /** For the hidden file input. */
  getInputProps: PropGetter
  /** For the button that opens the picker. */
  getChooseProps: PropGetter
}

/** Extensions that pickers of all systems know; the bytes decide later. */
const EXTENSIONS: Readonly<Record<ImageType, string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/gif': ['.gif'],
}

export function useDropTarget({
  rules,
  isDisabled,
  onFiles,
}: {
  rules: ImageRules
  isDisabled: boolean
  onFiles(files: readonly File[]): void
}): DropTarget {
  const dropzone = useDropzone({
    accept: Object.fromEntries(rules.types.map((type) => [type, EXTENSIONS[type]])),
    disabled: isDisabled,
    // A real button opens the picker; the root is a group and no tab stop.
    noClick: true,
    noKeyboard: true,
    // What it rejects goes the same way as what it accepts: one place checks files, by their bytes.
    multiple: true,
    onDrop: (accepted, rejections) => onFiles([...accepted, ...rejections.map(({ file }) => file)]),
  })

  return {
    drag: dragState(dropzone),
    open() {
      if (!isDisabled) dropzone.open()
    },
    getRootProps: (props) =>
      merge(props, {
        ...dropzone.getRootProps({ role: 'group', ...props }),
        ref: bothRefs(dropzone.rootRef, refOf(props)),
      }),
    getInputProps: (props) =>
      merge(props, {
        ...dropzone.getInputProps({
          ...props,
          multiple: false,
          disabled: isDisabled,
          tabIndex: -1,
          'aria-hidden': true,
          'aria-label': undefined,
          style: { display: 'none' },
        }),
        ref: bothRefs(dropzone.inputRef, refOf(props)),
      }),
    getChooseProps: (props) =>
      merge(props, {
        type: 'button',
        // Not `disabled`: that would drop the focus of whoever stands on the button.
        'aria-disabled': isDisabled || undefined,
        onClick(event: MouseEvent) {
          if (hasClick(props)) props.onClick(event)
          if (!event.defaultPrevented && !isDisabled) dropzone.open()
        },
      }),
  }
}

function merge<P extends object>(props: P | undefined, ours: object): P & Record<string, unknown> {
  return { ...props, ...ours } as P & Record<string, unknown>
}

function refOf(props: object | undefined): Ref<HTMLElement> | undefined {
  return props !== undefined && 'ref' in props ? (props.ref as Ref<HTMLElement>) : undefined
}

/** One ref for the drop zone and for the caller. Without a ref of the caller's it is the same in every render. */
function bothRefs<T extends HTMLElement>(ours: RefObject<T>, theirs: Ref<HTMLElement> | undefined): Ref<T> {
  if (theirs === undefined || theirs === null) return ours
  return (element) => {
    const { current }: { current: T | null } = ours
    if (current !== element) Object.assign(ours, { current: element })
    if (typeof theirs === 'function') return theirs(element)
    theirs.current = element
  }
}

function hasClick(props: object | undefined): props is { onClick(event: MouseEvent): void } {
  return props !== undefined && 'onClick' in props && typeof props.onClick === 'function'
}

function dragState(dropzone: ReturnType<typeof useDropzone>): DragState {
  if (!dropzone.isDragActive) return 'none'
  if (dropzone.isDragReject) return 'reject'
  return dropzone.isDragAccept ? 'accept' : 'unknown'
}
