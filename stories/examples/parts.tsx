import { ProfileImage, type UseProfileImageUploadOptions } from 'react-profile-image-upload'
import { Button } from './button.tsx'

export const Parts = (options: UseProfileImageUploadOptions) => (
  <ProfileImage.Root {...options} className="header">
    <ProfileImage.Preview className="portrait" />
    <ProfileImage.Fallback className="portrait">AL</ProfileImage.Fallback>
    <div>
      <h2>Ada Lovelace</h2>
      <ProfileImage.Label className="unseen" />
      <ProfileImage.Status />
      <ProfileImage.Error />
      <ProfileImage.Choose render={<Button tone="loud" />} />
      <ProfileImage.Remove render={<Button tone="quiet" />} />
      <ProfileImage.Cancel
        render={(props, { phase }) => <Button {...props} tone={phase === 'waiting' ? 'loud' : 'quiet'} />}
      />
      <ProfileImage.Retry render={<Button tone="loud" />} />
      <ProfileImage.Undo render={<Button tone="quiet" />} />
    </div>
  </ProfileImage.Root>
)
