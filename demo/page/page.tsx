import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ProfileImageDropzone, profileImageQuery, useProfileImageUpload } from '../../src/index.ts'
import { samplePicture } from './sample-picture.ts'
import { StoredObject } from './stored-object.tsx'
import { Timeline } from './timeline.tsx'

const endpoint = '/api/profile-image'

export function Page(): ReactElement {
  const current = useQuery(profileImageQuery({ endpoint }))
  const uploader = useProfileImageUpload({ endpoint, src: current.data?.url })

  return (
    <>
      <header>
        <h1>Profile pictures, straight to S3</h1>
        <p>
          Pick a picture: this page asks the backend for a presigned URL, sends the bytes to an S3 server on
          another port, and has the backend check and save what arrived.
        </p>
      </header>
      <main>
        <section aria-labelledby="settings">
          <h2 id="settings">Account settings</h2>
          <ProfileImageDropzone uploader={uploader} />
          <p className="sample">
            Nothing at hand?{' '}
            <button type="button" onClick={async () => uploader.upload(await samplePicture())}>
              Use a sample picture
            </button>
          </p>
        </section>
        <Timeline />
        <StoredObject image={current.data ?? null} />
      </main>
    </>
  )
}
