import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ProfileImageDropzone } from 'react-profile-image-upload'
import { choosePicture, createTestBackend, samplePicture } from 'react-profile-image-upload/testing'

test('a chosen picture is saved', async () => {
  const backend = createTestBackend()
  const photo = <ProfileImageDropzone {...backend.props} />
  render(<QueryClientProvider client={new QueryClient()}>{photo}</QueryClientProvider>)
  await choosePicture(screen.getByRole('group', { name: 'Profile photo' }), samplePicture())
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Profile photo saved.'))
  expect(backend.current).toMatchObject({ type: 'image/jpeg', width: 320, height: 240 })
})
