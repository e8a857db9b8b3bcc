import { expectTypeOf, test } from 'vitest'
import {
  type AnyUploadError,
  isUploadError,
  type ProfileImageUploader,
  type PublicImage,
  type UploadPhase,
  type UploadProgress,
  useUploadProgress,
} from '../../src/index.ts'

declare const uploader: ProfileImageUploader

test('the phase narrows the state, down to the details of an error', () => {
  const { state } = uploader
  switch (state.phase) {
    case 'error':
      expectTypeOf(state.error).toEqualTypeOf<AnyUploadError>()
      if (state.error.code === 'file-too-large') expectTypeOf(state.error.details.maxSizeBytes).toBeNumber()
      break
    case 'success':
      expectTypeOf(state.image).toEqualTypeOf<PublicImage>()
      break
    case 'waiting':
      expectTypeOf(state.waitingFor).toEqualTypeOf<'backoff' | 'online'>()
      expectTypeOf(state.resumes).toEqualTypeOf<'requesting' | 'uploading' | 'confirming' | 'removing'>()
      break
    case 'removed':
      expectTypeOf(state.canUndo).toBeBoolean()
      break
    default:
      expectTypeOf(state.error).toEqualTypeOf<null>()
      expectTypeOf(state.image).toEqualTypeOf<null>()
      expectTypeOf(state.waitingFor).toEqualTypeOf<null>()
      expectTypeOf(state.canUndo).toEqualTypeOf<false>()
  }
  // @ts-expect-error -- no such phase
  if (state.phase === 'failed') expectTypeOf(state).toBeNever()
})

test('every key is there in every phase', () => {
  expectTypeOf(uploader.state).toHaveProperty('error')
  expectTypeOf(uploader.state).toHaveProperty('image')
  expectTypeOf(uploader.state).toHaveProperty('waitingFor')
  expectTypeOf(uploader.state).toHaveProperty('resumes')
  expectTypeOf(uploader.state).toHaveProperty('canUndo')
})

test('the phases are these', () => {
  expectTypeOf<UploadPhase>().toEqualTypeOf<
    | 'idle'
    | 'preparing'
    | 'requesting'
    | 'uploading'
    | 'confirming'
    | 'removing'
    | 'waiting'
    | 'success'
    | 'removed'
    | 'error'
  >()
})

test('each flag narrows the error and the image, as the status does', () => {
  if (uploader.isError) expectTypeOf(uploader.error).toEqualTypeOf<AnyUploadError>()
  else expectTypeOf(uploader.error).toEqualTypeOf<null>()
  // Null: it was removed.
  if (uploader.isSuccess) expectTypeOf(uploader.image).toEqualTypeOf<PublicImage | null>()
  if (uploader.isPending) expectTypeOf(uploader.image).toEqualTypeOf<null>()
  if (uploader.status === 'error') {
    expectTypeOf(uploader.error.isRetryable).toBeBoolean()
    expectTypeOf(uploader.isIdle).toEqualTypeOf<false>()
  }
  if (uploader.status === 'idle') expectTypeOf(uploader.isIdle).toEqualTypeOf<true>()
  expectTypeOf(uploader.status).toEqualTypeOf<'idle' | 'pending' | 'success' | 'error'>()
})

test('an upload that is awaited resolves with the image', async () => {
  expectTypeOf(uploader.upload).returns.toBeVoid()
  try {
    expectTypeOf(await uploader.uploadAsync(new File([], 'a.png'))).toEqualTypeOf<PublicImage>()
  } catch (thrown) {
    if (isUploadError(thrown, 'file-too-large')) expectTypeOf(thrown.details.sizeBytes).toBeNumber()
  }
})

test('prop getters keep the props that they are given', () => {
  expectTypeOf(uploader.getRootProps({ id: 'photo' }).id).toBeString()
  expectTypeOf(uploader.getChooseProps()['anything']).toBeUnknown()
  // @ts-expect-error -- props are an object
  uploader.getInputProps('photo')
})

test('progress may be null, and its fraction unknown', () => {
  expectTypeOf(useUploadProgress(uploader)).toEqualTypeOf<UploadProgress | null>()
  expectTypeOf<UploadProgress['fraction']>().toEqualTypeOf<number | null>()
})
