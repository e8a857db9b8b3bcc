import { type QueryClient, useMutation, useQuery } from '@tanstack/react-query'
import { expectTypeOf, test } from 'vitest'
import {
  type AnyUploadError,
  type CurrentImage,
  type PictureRef,
  type ProfileImageBackend,
  profileImageKeys,
  profileImageMutations,
  profileImageQuery,
  type SealedGrant,
} from '../../src/index.ts'

declare const backend: ProfileImageBackend
declare const client: QueryClient
declare const picture: PictureRef

test('the query of the current image knows its data and its error', async () => {
  const query = useQuery(profileImageQuery({ endpoint: '/api' }))
  expectTypeOf(query.data).toEqualTypeOf<CurrentImage | null | undefined>()
  expectTypeOf(query.error).toEqualTypeOf<AnyUploadError | null>()
  expectTypeOf(useQuery(profileImageQuery({ endpoint: backend })).data).toEqualTypeOf<
    CurrentImage | null | undefined
  >()
  await client.prefetchQuery(profileImageQuery({ endpoint: '/api' }))
})

test('the keys are tuples', () => {
  expectTypeOf(profileImageKeys.all).toEqualTypeOf<readonly ['profile-image']>()
  expectTypeOf(profileImageKeys.current('/api')).toEqualTypeOf<
    readonly ['profile-image', string, 'current']
  >()
  // @ts-expect-error -- no such step
  profileImageKeys.step('/api', 'upload')
})

test('the outcomes of the steps narrow', () => {
  const requestUrl = useMutation(profileImageMutations.requestUrl(backend))
  requestUrl.mutate({ picture, renew: null })
  if (requestUrl.data?.outcome === 'granted') {
    expectTypeOf(requestUrl.data.grant).toEqualTypeOf<SealedGrant>()
  }
  expectTypeOf(requestUrl.error).toEqualTypeOf<AnyUploadError | null>()
})

test('what is sealed shows no URL and no ticket', () => {
  expectTypeOf<keyof SealedGrant>().toEqualTypeOf<'id'>()
  expectTypeOf<keyof PictureRef>().toEqualTypeOf<'id'>()
})
