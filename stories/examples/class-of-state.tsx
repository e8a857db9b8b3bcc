import { ProfileImage, type UseProfileImageUploadOptions } from 'react-profile-image-upload'

export const ClassOfState = (options: UseProfileImageUploadOptions) => (
  <ProfileImage.Root {...options} className={({ drag }) => (drag === 'accept' ? 'paper open' : 'paper')}>
    <ProfileImage.Label className="overline" />
    <ProfileImage.Hint />
    <ProfileImage.Error />
    <ProfileImage.Status />
    <ProfileImage.Choose className={({ status }) => (status === 'error' ? 'pill urgent' : 'pill')} />
  </ProfileImage.Root>
)
