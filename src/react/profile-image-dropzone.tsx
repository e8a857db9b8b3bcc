'use client'
import {
  type CSSProperties,
  type ForwardedRef,
  forwardRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react'
import { joinClasses } from './merge-props.ts'
import type { PartName } from './parts/part.tsx'
import * as ProfileImage from './profile-image.ts'
import type { UploaderSource } from './uploader-source.ts'

/** Props of `ProfileImageDropzone`: the options of `useProfileImageUpload`, or an `uploader`; and how it looks. */
export type ProfileImageDropzoneProps = DropzoneLook & UploaderSource

interface DropzoneLook {
  /** Shown while there is no image, e.g. initials. Default: a silhouette. */
  fallback?: ReactNode
  /** Instead of the line made from the rules. */
  hint?: ReactNode
  /** Whether the image can be removed. Default: when the backend can do that. */
  removable?: boolean | undefined
  /** Whether there is a button for the camera. Default: on devices whose main pointer is a finger. */
  camera?: boolean | undefined
  /** Makes it a field of the form around: see `ProfileImage.Field`. */
  name?: string | undefined
  /** Id of the form that it belongs to, when it is not inside it. */
  form?: string | undefined
  /** The form is not sent without an image. Default false. */
  required?: boolean | undefined
  className?: string | undefined
  /** A class for each part, e.g. of CSS modules or of Tailwind. */
  classNames?: { [Part in PartName]?: string | undefined } | undefined
  style?: CSSProperties | undefined
  id?: string | undefined
}

/**
 * A profile picture that can be chosen, dropped or pasted, and is uploaded at once.
 * Its look is `react-profile-image-upload/styles.css`, with the variables named there; its parts are those of
 * `ProfileImage`, for another arrangement.
 */
export const ProfileImageDropzone: ForwardRefExoticComponent<
  ProfileImageDropzoneProps & RefAttributes<HTMLElement>
> = forwardRef(function ProfileImageDropzone(
  props: ProfileImageDropzoneProps,
  ref: ForwardedRef<HTMLElement>,
): ReactElement {
  const {
    fallback,
    hint,
    removable = true,
    camera = true,
    name,
    form,
    required,
    className,
    classNames = {},
    ...root
  } = props
  const classOf = (part: PartName) => ({ className: classNames[part] })
  return (
    <ProfileImage.Root
      {...root}
      ref={ref}
      className={joinClasses('profile-image', className, classNames.root)}
    >
      <div data-part="picture">
        <ProfileImage.Preview {...classOf('preview')} />
        <ProfileImage.Fallback {...classOf('fallback')}>{fallback}</ProfileImage.Fallback>
        <ProfileImage.Progress {...classOf('progress')} />
      </div>
      <div data-part="content">
        <ProfileImage.Label {...classOf('label')} />
        <div data-part="message">
          <ProfileImage.Hint {...classOf('hint')}>{hint}</ProfileImage.Hint>
          <ProfileImage.Error {...classOf('error')} />
          <ProfileImage.Status {...classOf('status')} />
          <ProfileImage.Amount {...classOf('amount')} />
        </div>
        {name !== undefined && <ProfileImage.Field {...{ name, form, required }} />}
        <div data-part="actions">
          <ProfileImage.Choose {...classOf('choose')} />
          {camera && <ProfileImage.Take {...classOf('take')} />}
          {removable && <ProfileImage.Remove {...classOf('remove')} />}
          <ProfileImage.Retry {...classOf('retry')} />
          <ProfileImage.Cancel {...classOf('cancel')} />
          <ProfileImage.Undo {...classOf('undo')} />
        </div>
      </div>
    </ProfileImage.Root>
  )
})
