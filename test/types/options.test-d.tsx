import { QueryClient } from '@tanstack/react-query'
import { expectTypeOf, test } from 'vitest'
import {
  type AnyUploadError,
  createBackend,
  describeUploadError,
  type ImageChange,
  imageRules,
  ProfileImageDropzone,
  type ProfileImageUploader,
  type PublicImage,
  useProfileImageUpload,
} from '../../src/index.ts'

declare const uploader: ProfileImageUploader
declare const user: { image?: string; name: string } | undefined
declare const config: { maxSizeBytes?: number; label?: string; isLocked?: boolean; client?: QueryClient }

const endpoint = '/api/profile-image'

test('an endpoint is enough, and needed', () => {
  expectTypeOf(useProfileImageUpload({ endpoint })).toEqualTypeOf<ProfileImageUploader>()
  // @ts-expect-error -- no endpoint
  useProfileImageUpload({ src: '/a.png' })
  // @ts-expect-error -- neither an endpoint nor an uploader
  void (<ProfileImageDropzone />)
})

test('a component takes options or an uploader, never both', () => {
  void (<ProfileImageDropzone endpoint={endpoint} src="/a.png" label="Photo" className="round" id="photo" />)
  void (<ProfileImageDropzone uploader={uploader} className="round" />)
  // @ts-expect-error -- the uploader has an endpoint already
  void (<ProfileImageDropzone uploader={uploader} endpoint={endpoint} />)
  // @ts-expect-error -- the uploader has its rules already
  void (<ProfileImageDropzone uploader={uploader} rules={{ maxSizeBytes: 1 }} />)
  // @ts-expect-error -- the uploader has its label already
  void (<ProfileImageDropzone uploader={uploader} label="Photo" />)
  const both = { uploader, endpoint }
  // @ts-expect-error -- nor by way of a variable
  void (<ProfileImageDropzone {...both} />)
  // @ts-expect-error -- the server has saved the image: what is shown is not controlled
  void (<ProfileImageDropzone endpoint={endpoint} value="/a.png" />)
})

test('what may be absent in an app may be undefined here', () => {
  void (<ProfileImageDropzone endpoint={endpoint} src={user?.image} label={config.label} />)
  void (<ProfileImageDropzone endpoint={endpoint} src={null} disabled={config.isLocked} />)
  const onError = user === undefined ? undefined : (error: AnyUploadError) => error.code
  useProfileImageUpload({
    endpoint,
    src: user?.image,
    rules: { maxSizeBytes: config.maxSizeBytes },
    messages: { label: config.label, errors: { offline: config.label } },
    queryClient: config.client,
    onError,
  })
  createBackend({ endpoint, credentials: undefined, fetch: undefined, headers: undefined })
  imageRules({ types: undefined })
})

test('callbacks know what they are told', () => {
  useProfileImageUpload({
    endpoint,
    onImageChange(image, change) {
      expectTypeOf(image).toEqualTypeOf<PublicImage | null>()
      expectTypeOf(change).toEqualTypeOf<ImageChange>()
    },
    onError: (error) => expectTypeOf(error).toEqualTypeOf<AnyUploadError>(),
  })
})

test('a text gets the details of its own error', () => {
  useTexts({
    errors: {
      'file-too-large': ({ maxSizeBytes }, format) => format.bytes(maxSizeBytes),
      'too-many-files': ({ count }) => `${count} files`,
      // @ts-expect-error -- details of another error
      'unsupported-type': ({ maxSizeBytes }) => `${maxSizeBytes}`,
      // @ts-expect-error -- no such code
      'no-such-error': 'Oh',
    },
  })
  useTexts({
    // @ts-expect-error -- no such text
    lable: 'Photo',
  })
})

function useTexts(messages: Parameters<typeof describeUploadError>[1]): void {
  useProfileImageUpload({ endpoint, messages })
}

test('only types whose header is read can be accepted', () => {
  imageRules({ types: ['image/png'] })
  // @ts-expect-error -- it can carry script
  imageRules({ types: ['image/svg+xml'] })
  // @ts-expect-error -- known, to be refused by name
  imageRules({ types: ['image/gif'] })
})
