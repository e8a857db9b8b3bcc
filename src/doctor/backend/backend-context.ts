import type { PublicImage, UploadGrant } from '../../contract/messages.ts'
import { plainObject } from '../../contract/wire-value.ts'
import { sha256, toBase64 } from '../../server/crypto/bytes.ts'
import { s3Profile, type S3ProfileFacts } from '../../server/s3/profile.ts'
import { DoctorError } from '../doctor-error.ts'
import { failureName } from '../failure-name.ts'
import { type Answer, createAsk, type Question } from './ask-backend.ts'
import { type BackendDoctorOptions, parseEndpoint } from './backend-options.ts'
import { probePicture } from './probe-picture.ts'

/** What the checks of a backend share. They run in their order: what one has got, the next ones use. */
export interface BackendContext {
  ask(question: Question): Promise<Answer>
  /** All so far. */
  answers: readonly Answer[]
  fetch: typeof globalThis.fetch
  picture: {
    bytes: Uint8Array<ArrayBuffer>
    request: { type: 'image/png'; sizeBytes: number; sha256: string }
  }
  /** Of the storage. */
  profile: S3ProfileFacts
  canSignIn: boolean
  hasOther: boolean
  /** The newest of the upload; null: the backend gave none that can be used. */
  grant: UploadGrant | null
  /** Whether the picture was stored. */
  isSent: boolean
  /** What confirm has answered. */
  image: PublicImage | null
  isRemoved: boolean
  /** Of the removal. */
  undoTicket: string | null
}

/**
 * Sees who is there, and that nothing would be lost.
 *
 * @throws {TypeError} for an endpoint or a profile that is none.
 * @throws {DoctorError} when nobody answers, nobody is signed in, or the user has an image already.
 */
export async function openBackend(options: BackendDoctorOptions): Promise<BackendContext> {
  const { headers = {}, otherHeaders = null, replace = false, fetch = globalThis.fetch } = options
  const profile = s3Profile(options.profile)
  const visitors = { user: headers, other: otherHeaders }
  const { ask, answers } = createAsk(parseEndpoint(options.endpoint), visitors, fetch)
  const current = await ask({ method: 'GET', path: '' }).catch((error: unknown) => {
    throw new DoctorError(`The backend does not answer (${failureName(error)}). Check --endpoint.`)
  })
  if (current.status === 401) {
    throw new DoctorError(
      'The backend knows no such user. Sign in a test user with --header "authorization: Bearer …".',
    )
  }
  if (current.status === 200 && plainObject(current.json) !== null && !replace) {
    throw new DoctorError(
      'This user has an image, which would be lost. Sign in a test user without one, or give --replace.',
    )
  }
  const bytes = probePicture()
  const checksum = toBase64(await sha256(bytes))
  return {
    ask,
    answers,
    fetch,
    picture: { bytes, request: { type: 'image/png', sizeBytes: bytes.length, sha256: checksum } },
    profile,
    canSignIn: Object.keys(headers).length > 0,
    hasOther: otherHeaders !== null,
    grant: null,
    isSent: false,
    image: null,
    isRemoved: false,
    undoTicket: null,
  }
}
