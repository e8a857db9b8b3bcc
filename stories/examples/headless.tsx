import {
  useProfileImageUpload,
  type UseProfileImageUploadOptions,
  useUploadProgress,
} from 'react-profile-image-upload'

export function Headless(options: UseProfileImageUploadOptions) {
  const uploader = useProfileImageUpload(options)
  const { state, src, errorText, messages } = uploader
  const progress = useUploadProgress(uploader)
  return (
    <div {...uploader.getRootProps({ className: 'paper' })}>
      <strong {...uploader.getLabelProps()}>{uploader.label}</strong>
      {src !== null && <img className="portrait" src={src} alt={messages.imageAlt} />}
      <p {...uploader.getHintProps()}>A square picture looks best.</p>
      <button {...uploader.getChooseProps()}>{src === null ? 'Choose' : 'Change'}</button>
      <input {...uploader.getInputProps()} />
      {state.phase === 'uploading' && (
        <div {...uploader.getProgressProps({ className: 'bar' })}>
          <div style={{ inlineSize: `${(progress?.fraction ?? 0) * 100}%` }} />
        </div>
      )}
      <p role="status">{uploader.isPending ? 'Uploading.' : uploader.isSuccess ? 'Saved.' : ''}</p>
      <p role="alert" {...uploader.getErrorProps()}>
        {errorText}
      </p>
    </div>
  )
}
