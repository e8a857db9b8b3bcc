import { useActionState } from 'react'
import { useFormStatus } from 'react-dom'
import { ProfileImageDropzone, type UseProfileImageUploadOptions } from 'react-profile-image-upload'
import { Button } from './button.tsx'

interface Props extends UseProfileImageUploadOptions {
  save(data: FormData): Promise<void>
}

export function FormAction({ save, ...options }: Props) {
  const [sent, action] = useActionState(async (_before: unknown, data: FormData) => {
    await save(data)
    return data.get('photo')
  }, null)
  return (
    <form action={action}>
      <ProfileImageDropzone {...options} name="photo" />
      <Save />
      {typeof sent === 'string' && <p>Sent by the action: {sent}</p>}
    </form>
  )
}

function Save() {
  const { pending } = useFormStatus()
  return (
    <Button type="submit" tone="loud" disabled={pending}>
      {pending ? 'Saving…' : 'Save profile'}
    </Button>
  )
}
