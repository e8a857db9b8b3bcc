import { expectTypeOf, test } from 'vitest'
import {
  type AnyUploadError,
  isUploadError,
  UploadError,
  type UploadErrorCode,
  type UploadErrorDetails,
} from '../../src/index.ts'

declare const error: AnyUploadError
declare const thrown: unknown

test('the code of an error narrows its details', () => {
  if (error.code === 'file-too-large') {
    expectTypeOf(error).toEqualTypeOf<UploadError<'file-too-large'>>()
    expectTypeOf(error.details).toEqualTypeOf<{ sizeBytes: number; maxSizeBytes: number }>()
  }
  if (error.code === 'offline') expectTypeOf(error.details).toEqualTypeOf<null>()
  // @ts-expect-error -- no such code
  if (error.code === 'too-large') expectTypeOf(error).toBeNever()
})

test('a switch over the codes can be complete', () => {
  const isTheirs = (code: Exclude<UploadErrorCode, 'file-too-large'>) => code
  switch (error.code) {
    case 'file-too-large':
      return
    default:
      isTheirs(error.code)
  }
})

test('isUploadError narrows what was thrown', () => {
  if (isUploadError(thrown)) expectTypeOf(thrown).toEqualTypeOf<AnyUploadError>()
  if (isUploadError(thrown, 'file-too-large')) expectTypeOf(thrown.details.maxSizeBytes).toBeNumber()
  if (isUploadError(thrown, 'offline', 'network')) {
    expectTypeOf(thrown.code).toEqualTypeOf<'offline' | 'network'>()
    expectTypeOf(thrown.details).toEqualTypeOf<null>()
  }
  // @ts-expect-error -- no such code
  isUploadError(thrown, 'of-line')
})

test('an error is made with exactly the details of its code', () => {
  expectTypeOf(new UploadError('offline')).toEqualTypeOf<UploadError<'offline'>>()
  new UploadError('too-many-files', { details: { count: 2 } })
  // @ts-expect-error -- its details are missing
  new UploadError('too-many-files')
  // @ts-expect-error -- it has none
  new UploadError('offline', { details: { count: 2 } })
  // @ts-expect-error -- those of another code
  new UploadError('too-many-files', { details: { maxSizeBytes: 2 } })
})

test('the table of details is closed, and null says that there are none', () => {
  type Details = UploadErrorDetails[UploadErrorCode]
  expectTypeOf<undefined>().not.toExtend<Details>()
  expectTypeOf<UploadErrorDetails['aborted']>().toEqualTypeOf<null>()
})
