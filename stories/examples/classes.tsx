import { ProfileImageDropzone, type UseProfileImageUploadOptions } from 'react-profile-image-upload'

export const Classes = (options: UseProfileImageUploadOptions) => (
  <ProfileImageDropzone
    {...options}
    className="paper"
    classNames={{ label: 'overline', choose: 'pill', remove: 'pill' }}
  />
)
