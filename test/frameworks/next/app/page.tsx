import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { cookies } from 'next/headers'
import { createBackend, isUploadError, profileImageQuery } from 'react-profile-image-upload'
import { Avatar } from './avatar'

export default async function Page() {
  const headers = { cookie: (await cookies()).toString() }
  const { handler } = await import('../profile-image')
  const fetch = (...asked: ConstructorParameters<typeof Request>) => handler(new Request(...asked))
  const backend = createBackend({ endpoint: 'http://localhost/api/profile-image', headers, fetch })
  const client = new QueryClient()
  try {
    await client.fetchQuery(profileImageQuery({ endpoint: { ...backend, scope: '/api/profile-image' } }))
  } catch (error) {
    if (isUploadError(error, 'unauthenticated')) return <a href="/login">Sign in</a>
    throw error
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Avatar />
    </HydrationBoundary>
  )
}
