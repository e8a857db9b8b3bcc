import { type ReactElement, useEffect, useLayoutEffect } from 'react'
import { ProfileImageDropzone, type UploadState, useProfileImageUpload } from '../../../src/index.ts'
import { faults } from './faults.ts'

/** The component as an app uses it, that tells what is shown to it. */
export function Photo(): ReactElement {
  const uploader = useProfileImageUpload({
    endpoint: '/api/profile-image',
    onImageChange: () => faults.tell({ kind: 'callback', name: 'onImageChange' }),
    onError: () => faults.tell({ kind: 'callback', name: 'onError' }),
  })
  const { state, progress } = uploader
  useLayoutEffect(() => tellState(state), [state])
  useEffect(
    () =>
      progress.subscribe(() => {
        const now = progress.get()
        if (now !== null) {
          const { fraction, sentBytes, totalBytes } = now
          faults.tell({ kind: 'progress', fraction, sentBytes, totalBytes })
        }
      }),
    [progress],
  )
  return <ProfileImageDropzone uploader={uploader} />
}

function tellState(state: UploadState): void {
  const { phase, error, image } = state
  faults.tell({
    kind: 'state',
    phase,
    waitingFor: state.waitingFor,
    code: error?.code ?? null,
    imageId: image?.id ?? null,
    text: [JSON.stringify(state), error, error?.stack, error?.cause].map(String).join(' '),
  })
}
