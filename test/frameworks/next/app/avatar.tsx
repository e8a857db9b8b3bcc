'use client'
import { useQuery } from '@tanstack/react-query'
import { ProfileImageDropzone, profileImageQuery } from 'react-profile-image-upload'

export function Avatar() {
  const { data } = useQuery(profileImageQuery({ endpoint: '/api/profile-image' }))
  return <ProfileImageDropzone endpoint="/api/profile-image" src={data?.url} />
}
