import { useState } from 'react'
import { ProfileImageDropzone, type UseProfileImageUploadOptions } from 'react-profile-image-upload'
import { Button } from './button.tsx'

export function InForm(options: UseProfileImageUploadOptions) {
  const [sent, setSent] = useState<FormDataEntryValue | null>(null)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setSent(new FormData(event.currentTarget).get('photo'))
      }}
      onReset={() => setSent(null)}
    >
      <ProfileImageDropzone {...options} name="photo" required />
      <Button type="submit" tone="loud">
        Save profile
      </Button>
      <Button type="reset">Start over</Button>
      {typeof sent === 'string' && <p>Sent with the form: {sent}</p>}
    </form>
  )
}
