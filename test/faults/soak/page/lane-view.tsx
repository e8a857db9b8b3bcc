import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useLayoutEffect, useState } from 'react'
import { ProfileImageDropzone, profileImageQuery, useProfileImageUpload } from '../../../../src/index.ts'
import type { Lane } from './lane.ts'

/** The component as an app uses it, that can be taken off the page. */
export function LaneView({ lane }: { lane: Lane }): ReactElement | null {
  const [isMounted, setMounted] = useState(true)
  useLayoutEffect(() => lane.attach(setMounted), [lane])
  return isMounted ? <Photo lane={lane} /> : null
}

function Photo({ lane }: { lane: Lane }): ReactElement {
  const { data } = useQuery(profileImageQuery({ endpoint: lane.backend }))
  const uploader = useProfileImageUpload({ endpoint: lane.backend, src: data?.url, label: lane.name })
  useLayoutEffect(() => lane.show(uploader))
  useLayoutEffect(() => () => lane.show(null), [lane])
  return <ProfileImageDropzone uploader={uploader} id={lane.name} />
}
