'use client'
import type { DragEvent } from 'react'
import { type DropzoneState, useDropzone } from 'react-dropzone'
import type { AcceptedImageType, ImageRules } from '../../contract/image-rules.ts'
import { type AnyUploadError, isUploadError, UploadError } from '../../contract/upload-error.ts'
import { type ChosenVia, chosenFiles, chosenVia, filesOf, isLink } from './chosen-files.ts'

/**
 * What is dragged: nothing; a file that is not over the root yet; one over it that will be taken, or refused, or of which
 * the browser does not tell.
 */
export type DragState = 'none' | 'near' | 'accept' | 'reject' | 'unknown'

/** Whether a drop here would choose what is dragged. */
export function canDrop(drag: DragState): boolean {
  return drag === 'accept' || drag === 'unknown'
}

export interface DropTarget {
  drag: DragState
  dropzone: DropzoneState
  /** For what react-dropzone does not tell of: a drop without a file. */
  onDrop(event: DragEvent): void
}

/** Extensions that pickers of all systems know; the bytes decide later. */
const EXTENSIONS: Readonly<Record<AcceptedImageType, string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
}

/** Choosing, dropping and pasting one file. */
export function useDropTarget({
  rules,
  isDisabled,
  onFile,
  onRefused,
}: {
  rules: ImageRules
  isDisabled: boolean
  onFile(file: File, via: ChosenVia): void
  /** What was chosen is no file to upload. */
  onRefused(error: AnyUploadError): void
}): DropTarget {
  const dropzone = useDropzone({
    accept: Object.fromEntries(rules.types.map((type) => [type, EXTENSIONS[type]])),
    disabled: isDisabled,
    // A real button opens the picker; the root is a group and no tab stop.
    noClick: true,
    noKeyboard: true,
    // Several come here nevertheless, the first as accepted; but a drag of them is not invited.
    multiple: false,
    getFilesFromEvent: async (event) => filesOf(event as Event),
    onError(error) {
      if (isUploadError(error)) onRefused(error)
      else reportError(error)
    },
    // What it rejects goes the same way as what it accepts: one place checks files, by their bytes.
    onDrop(accepted, rejections, { type }) {
      const via = chosenVia(type)
      const files = chosenFiles([...accepted, ...rejections.map(({ file }) => file)], via)
      const [file] = files
      if (files.length === 1 && file !== undefined) return onFile(file, via)
      // A choice that is ambiguous is not guessed.
      if (files.length > 1) onRefused(tooManyFiles(files.length))
    },
  })

  return {
    drag: dragState(dropzone),
    dropzone,
    onDrop({ dataTransfer }) {
      if (!isDisabled && isLink(dataTransfer)) onRefused(new UploadError('link-dropped', { step: 'prepare' }))
    },
  }
}

function tooManyFiles(count: number): AnyUploadError {
  return new UploadError('too-many-files', { step: 'prepare', details: { count } })
}

function dragState({ isDragActive, isDragReject, isDragAccept, isDragGlobal }: DropzoneState): DragState {
  if (!isDragActive) return isDragGlobal ? 'near' : 'none'
  if (isDragReject) return 'reject'
  return isDragAccept ? 'accept' : 'unknown'
}
