'use client'
import {
  type ForwardedRef,
  forwardRef,
  type ForwardRefExoticComponent,
  type ReactElement,
  type RefAttributes,
} from 'react'
import { Announcer } from '../announcements/announcer.tsx'
import type { ProfileImageUploader } from '../profile-image-uploader.ts'
import type { UploaderSource } from '../uploader-source.ts'
import { useProfileImageUpload, type UseProfileImageUploadOptions } from '../use-profile-image-upload.ts'
import { PartElement, type PartProps } from './part.tsx'
import { RootContext } from './root-context.ts'
import { useKeptFocus } from './use-kept-focus.ts'

type ElementProps = Omit<PartProps<'div'>, keyof UseProfileImageUploadOptions>
/** Props of `ProfileImage.Root`: those of a div, and the options of `useProfileImageUpload` or an `uploader`. */
export type RootProps = ElementProps & UploaderSource

/** The group around all parts: takes drops and pastes, has the file input, and speaks to screen readers. */
export const Root: ForwardRefExoticComponent<RootProps & RefAttributes<HTMLElement>> = forwardRef(
  function Root(props: RootProps, ref: ForwardedRef<HTMLElement>): ReactElement {
    if (props.uploader === undefined) return <RootWithOptions {...props} rootRef={ref} />
    const { uploader, ...elementProps } = props
    return <Group uploader={uploader} elementProps={elementProps} rootRef={ref} />
  },
)

interface WithRef {
  rootRef: ForwardedRef<HTMLElement>
}

function RootWithOptions(props: ElementProps & UseProfileImageUploadOptions & WithRef): ReactElement {
  const uploader = useProfileImageUpload(props)
  const {
    endpoint,
    src,
    label,
    rules,
    disabled,
    onImageChange,
    onError,
    messages,
    send,
    queryClient,
    rootRef,
    ...elementProps
  } = props
  return <Group uploader={uploader} elementProps={elementProps} rootRef={rootRef} />
}

function Group(
  props: { uploader: ProfileImageUploader; elementProps: ElementProps } & WithRef,
): ReactElement {
  const { uploader, elementProps, rootRef } = props
  return (
    <RootContext.Provider value={uploader}>
      <PartElement
        name="root"
        tag="div"
        uploader={uploader}
        ours={uploader.getRootProps(useKeptFocus())}
        theirs={{
          ...elementProps,
          children: (
            <>
              {elementProps.children}
              <input {...uploader.getInputProps()} />
              <Announcer uploader={uploader} />
            </>
          ),
        }}
        elementRef={rootRef}
      />
    </RootContext.Provider>
  )
}
