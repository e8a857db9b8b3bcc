import { pictureFile } from '../samples.ts'

/** A PUT that a storage refuses, and what the steps are to make of it. */
export interface RefusedPut {
  storage: 'the strict S3' | 'Ceph RGW' | 'LocalStack'
  cause: string
  url: string
  headers: Record<string, string>
  /** Age of the URL by the clocks of the page, in milliseconds. */
  ageMs: number
  /** `sent`, or the code of the error. */
  end: string
  /** What else it may look like to WebKit, now and then. */
  orInWebKit: string | null
}

/** Signed in Node, sent by a page: the same bytes for both, and more than one packet of them. */
export function refusedPicture(): File {
  return pictureFile('a'.repeat(200_000))
}
