import type { UploadState } from '../../upload/upload-state.ts'
import type { Messages } from './messages.ts'

/** What is going on, in words; '' while nothing is, and for errors, which have a place of their own. */
export function describeState(state: UploadState, messages: Messages, fileName: string): string {
  if (state.waitingFor === 'online') return messages.waitingForConnection
  // A wait for the next try is part of what it waits for: nothing that the user would have to know.
  switch (state.resumes ?? state.phase) {
    case 'preparing':
      return messages.checking
    case 'requesting':
    case 'uploading':
      return uploadingText(messages, fileName)
    case 'confirming':
      return messages.finishing
    case 'success':
      return messages.saved
    case 'removing':
      return messages.removing
    case 'removed':
      return messages.removed
    default:
      return ''
  }
}

function uploadingText({ uploading }: Messages, fileName: string): string {
  return typeof uploading === 'string' ? uploading : uploading(fileName)
}
