import { ProfileImage, type UseProfileImageUploadOptions } from 'react-profile-image-upload'

export const Tailwind = (options: UseProfileImageUploadOptions) => (
  <ProfileImage.Root
    {...options}
    className="flex items-center gap-4 rounded-xl border p-4 data-[drag=accept]:border-sky-700"
  >
    <ProfileImage.Preview className="size-16 rounded-full object-cover" />
    <ProfileImage.Fallback className="grid size-16 place-items-center rounded-full bg-sky-100 text-sky-900">
      AL
    </ProfileImage.Fallback>
    <div>
      <ProfileImage.Label className="font-bold" />
      <ProfileImage.Status />
      <ProfileImage.Error />
    </div>
    <ProfileImage.Choose className="rounded bg-sky-700 px-4 py-2 text-white data-[status=pending]:bg-sky-900" />
  </ProfileImage.Root>
)
