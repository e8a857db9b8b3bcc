import { ProfileImageDropzone, type UseProfileImageUploadOptions } from 'react-profile-image-upload'

interface Props {
  person: UseProfileImageUploadOptions
  team: UseProfileImageUploadOptions
}

export const TwoOnAPage = ({ person, team }: Props) => (
  <>
    <ProfileImageDropzone {...person} label="Your photo" />
    <ProfileImageDropzone {...team} label="Team logo" fallback="RPI" />
  </>
)
