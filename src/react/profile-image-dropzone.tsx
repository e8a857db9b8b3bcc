'use client'
import {
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  type RefCallback,
  type RefObject,
  useCallback,
  useId,
  useRef,
  useState,
} from 'react'
import { Announcer } from './announcer.tsx'
import { canCancel } from '../upload/upload-state.ts'
import { isolated } from './display-name.ts'
import { createFormat } from './format.ts'
import type { ProfileImageUploader } from './profile-image-uploader.ts'
import { ProgressRing, ProgressText } from './progress-ring.tsx'
import type { UploaderSource } from './uploader-source.ts'
import { useProfileImageUpload, type UseProfileImageUploadOptions } from './use-profile-image-upload.ts'

/** Props of `ProfileImageDropzone`: the options of `useProfileImageUpload`, or an `uploader`; and how it looks. */
export type ProfileImageDropzoneProps = DropzoneLook & UploaderSource

interface DropzoneLook {
  /** Visible name of the group. Default `messages.label`. */
  label?: string | undefined
  /** Shown while there is no image. Default: a silhouette. */
  fallback?: ReactNode
  className?: string | undefined
  style?: CSSProperties | undefined
  id?: string | undefined
}

/**
 * A profile picture that can be chosen, dropped or pasted, and is uploaded at once.
 * Its look is `react-profile-image-upload/styles.css`, with the variables named there.
 */
export function ProfileImageDropzone(props: ProfileImageDropzoneProps): ReactElement {
  if (props.uploader !== undefined) return <Dropzone {...props} />
  return <DropzoneWithUploader {...props} />
}

function DropzoneWithUploader(props: DropzoneLook & UseProfileImageUploadOptions): ReactElement {
  const { label, fallback, className, style, id, ...options } = props
  const uploader = useProfileImageUpload(options)
  return <Dropzone {...{ uploader, label, fallback, className, style, id }} />
}

function Dropzone(props: DropzoneLook & { uploader: ProfileImageUploader }): ReactElement {
  const { uploader, label, fallback, className, style, id } = props
  const { state, status, messages, src } = uploader
  const ids = useId()
  const chooseButton = useRef<HTMLButtonElement>(null)
  const [isCancelled, setIsCancelled] = useState(false)
  if (isCancelled && status === 'pending') setIsCancelled(false)
  const text = describeState(uploader, uploader.fileName ?? '')
  const isPreview = uploader.fileName !== null
  const isDragging = uploader.drag !== 'none'
  const isRejecting = uploader.drag === 'reject'
  const canDrop = isDragging && !isRejecting
  const canRetry = state.error?.isRetryable ?? false
  const cancel = () => {
    uploader.cancel()
    setIsCancelled(true)
  }
  const retryRef = usePassedFocus(chooseButton)
  const cancelRef = usePassedFocus(chooseButton)

  return (
    <div
      {...uploader.getRootProps({ className: joinClasses('profile-image', className), style, id })}
      aria-labelledby={`${ids}-label`}
      data-part="root"
      data-state={state.phase}
      data-status={status}
      data-drag={uploader.drag}
    >
      <div data-part="picture">
        {src === null ? (
          <span data-part="fallback" aria-hidden="true">
            {fallback ?? <Silhouette />}
          </span>
        ) : (
          <img data-part="preview" src={src} alt={isPreview ? messages.previewAlt : messages.imageAlt} />
        )}
        {status === 'pending' && <ProgressRing uploader={uploader} />}
      </div>
      <div data-part="content">
        <span id={`${ids}-label`} data-part="label">
          {label ?? messages.label}
        </span>
        <div data-part="message">
          {canDrop && <p data-part="drop-hint">{messages.dropHere}</p>}
          <p id={`${ids}-hint`} data-part="hint" hidden={canDrop || !(status === 'idle' || isRejecting)}>
            {hintOf(uploader)}
          </p>
          <p id={`${ids}-error`} data-part="error" hidden={isDragging || uploader.errorText === null}>
            {uploader.errorText !== null && (
              <>
                <strong>{messages.errorPrefix}</strong> {uploader.errorText}
              </>
            )}
          </p>
          {text !== '' && !isDragging && (
            <p data-part="status">{describeState(uploader, isolated(uploader.fileName ?? ''))}</p>
          )}
          {state.phase === 'uploading' && !isDragging && (
            <p data-part="amount">
              <ProgressText uploader={uploader} />
            </p>
          )}
        </div>
        <div data-part="actions">
          <button
            {...uploader.getChooseProps()}
            ref={chooseButton}
            data-part="choose"
            aria-describedby={`${ids}-hint ${ids}-error`}
          >
            {src === null ? messages.choose : messages.change}
          </button>
          {canRetry && (
            <button type="button" data-part="retry" ref={retryRef} onClick={uploader.retry}>
              {messages.retry}
            </button>
          )}
          {canCancel(state) && (
            <button type="button" data-part="cancel" ref={cancelRef} onClick={cancel}>
              {messages.cancel}
            </button>
          )}
        </div>
      </div>
      <input {...uploader.getInputProps()} />
      <Announcer
        status={isCancelled ? messages.cancelled : text}
        alert={uploader.errorText === null ? '' : `${messages.errorPrefix} ${uploader.errorText}`}
      />
    </div>
  )
}

/** What is going on, in words; '' while nothing is, and for errors, which have a place of their own. */
function describeState({ state, messages }: ProfileImageUploader, fileName: string): string {
  if (state.waitingFor === 'online') return messages.waitingForConnection
  // A wait for the next try is part of what it waits for: nothing that the user would have to know.
  switch (state.resumes ?? state.phase) {
    case 'preparing':
      return messages.checking
    case 'requesting':
    case 'uploading':
      return typeof messages.uploading === 'string' ? messages.uploading : messages.uploading(fileName)
    case 'confirming':
      return messages.finishing
    case 'success':
      return messages.saved
    default:
      return ''
  }
}

function hintOf({ messages, rules }: ProfileImageUploader): string {
  return typeof messages.hint === 'string'
    ? messages.hint
    : messages.hint(rules, createFormat(messages.locale))
}

/** For a button that disappears: under the focus it would leave it nowhere. (React 18 knows no clean-up of refs.) */
function usePassedFocus(other: RefObject<HTMLElement | null>): RefCallback<HTMLElement> {
  const element = useRef<HTMLElement | null>(null)
  return useCallback(
    (next) => {
      if (next === null && document.activeElement === element.current) other.current?.focus()
      element.current = next
    },
    [other],
  )
}

function joinClasses(...classes: (string | undefined)[]): string {
  return classes.filter((name) => name !== undefined && name !== '').join(' ')
}

function Silhouette(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" focusable="false">
      <circle cx="50" cy="40" r="17" fill="currentColor" />
      <path d="M13 106a37 40 0 0 1 74 0z" fill="currentColor" />
    </svg>
  )
}
