import { describe, expect, test } from 'vitest'
import { publicNames } from './public-surface.ts'

// The public API by its names, written by hand: a name that is added here is promised, one that is taken away is a
// breaking change.

const CONTRACT = `
  type AcceptedImageType
  type AnyUploadError
  type CurrentImage
  type ImageRules
  type ImageType
  type PartialImageRules
  type PublicImage
  type RemovedImage
  type RenewRequest
  type UploadErrorCode
  type UploadErrorDetails
  type UploadErrorInit
  type UploadGrant
  type UploadRequest
  type UploadStep
  UploadError
  imageRules
  isUploadError
`

const ENTRIES: Readonly<Record<string, string>> = {
  'index.ts': `
    ${CONTRACT}
    type BackendOptions
    type DragState
    type Format
    type ImageChange
    type FieldProps
    type Messages
    type MutationPorts
    type PartName
    type PartProps
    type PartState
    type PartialMessages
    type PictureRef
    type ProfileImageBackend
    type ProfileImageDropzoneProps
    type ProfileImageUploader
    type PropGetter
    type PropGetters
    type RootProps
    type SealedGrant
    type SealedUndo
    type SendObject
    type SendObjectOptions
    type UploadPhase
    type UploadProgress
    type UploadState
    type UploaderControls
    type UploaderSource
    type UseProfileImageUploadOptions
    ProfileImage.Amount
    ProfileImage.Cancel
    ProfileImage.Choose
    ProfileImage.Error
    ProfileImage.FailedPreview
    ProfileImage.Fallback
    ProfileImage.Field
    ProfileImage.Hint
    ProfileImage.Label
    ProfileImage.Preview
    ProfileImage.Progress
    ProfileImage.Remove
    ProfileImage.Retry
    ProfileImage.Root
    ProfileImage.Status
    ProfileImage.Take
    ProfileImage.Undo
    ProfileImageDropzone
    createBackend
    createSendObject
    describeUploadError
    preparePicture
    profileImageKeys
    profileImageMutations
    profileImageQuery
    useProfileImageUpload
    useProfileImageUploader
    useUploadProgress
  `,
  'server/index.ts': `
    ${CONTRACT}
    type ConfirmRequest
    type ErrorAnswer
    type HandlerEvent
    type HandlerStep
    type ObjectHeaders
    type ObjectStore
    type ProfileImageHandler
    type ProfileImageHandlerOptions
    type Revocation
    type S3Credentials
    type S3Profile
    type S3ProfileFacts
    type S3ProfileName
    type S3StoreOptions
    type StoredImage
    type WireErrorCode
    createProfileImageHandler
    s3Profile
    s3Store
  `,
  'server/node.ts': `
    type NodeListener
    toNodeListener
  `,
  'bucket-setup/index.ts': `
    bucketSetup
    type AbuseQuery
    type BucketSetup
    type BucketSetupOptions
    type CorsDocument
    type CorsRuleDocument
    type EventSelector
    type ImageHeadersDocument
    type LifecycleDocument
    type LifecycleRuleDocument
    type OwnershipDocument
    type PolicyDocument
    type PolicyStatement
    type PublicAccessBlockDocument
  `,
  'testing/index.ts': `
    type CorsRule
    type Fault
    type FaultHandle
    type FaultOptions
    type HeldStep
    type Hold
    type S3Fault
    type S3FaultAim
    type S3FaultOperation
    type SampleKind
    type SamplePictureOptions
    type ScriptedFault
    type SendHold
    type StoredObject
    type StrictS3
    type StrictS3Options
    type TestBackend
    type TestBackendOptions
    choosePicture
    createStrictS3
    createTestBackend
    dropPicture
    pastePicture
    samplePicture
  `,
  'testing/msw.ts': `
    type MswOptions
    toMswHandlers
  `,
  'testing/node.ts': `
    type ListenOptions
    type Listener
    listen
  `,
}

const linesOf = (text: string) =>
  text
    .trim()
    .split(/\s*\n\s*/)
    .toSorted()

test.each(Object.entries(ENTRIES))('%s exports exactly the names that are promised', (entry, promised) => {
  const exported = publicNames(entry).map(({ isType, name }) => (isType ? `type ${name}` : name))
  expect(exported.toSorted()).toEqual(linesOf(promised))
})

/** Types whose members are described elsewhere. */
const BY_NAME = new Set([
  // Texts of the interface, named by their use.
  'Messages',
  // Beside each way to fail.
  'S3Fault',
  // docs/errors.md
  'UploadErrorDetails',
  // UploadPhase
  'UploadState',
])

/** Numbers without a unit. */
const COUNTS = new Set(['status', 'port', 'fraction', 'hits', 'nth', 'times', 'maxPending'])

describe.each(Object.keys(ENTRIES))('in %s', (entry) => {
  const names = publicNames(entry)
  const members = names
    .filter(({ name }) => !BY_NAME.has(name))
    .flatMap(({ name, members: own }) => own.map((member) => ({ ...member, of: name })))
  const options = members.filter(({ of }) => /(?:Options|Props|Ports|Aim|Rule|Init|Credentials)$/.test(of))
  const named = (list: typeof members) => list.map(({ of, name }) => `${of}.${name}`)

  test('every name says what it is', () => {
    expect(names.filter(({ docs }) => docs === '').map(({ name }) => name)).toEqual([])
  })

  test('so does every member of every type', () => {
    expect(named(members.filter(({ docs }) => docs === ''))).toEqual([])
  })

  test('every number names its unit', () => {
    const numbers = members.filter(({ type }) => /^number\b/.test(type))
    const hasUnit = ({ name, docs }: (typeof members)[number]) =>
      COUNTS.has(name) ||
      /(?:Bytes|Ms|Seconds?|Pixels)$/.test(name) ||
      /\b(?:bytes|milliseconds|seconds|pixels)\b/i.test(docs)
    expect(named(numbers.filter((member) => !hasUnit(member)))).toEqual([])
  })

  test('every option that can be left out says what happens then', () => {
    const silent = ({ name, isOptional, docs }: (typeof members)[number]) =>
      isOptional && !/^on[A-Z]/.test(name) && !/\bdefault\b/i.test(docs)
    expect(named(options.filter(silent))).toEqual([])
  })

  test('every option that can be left out may also be given as undefined', () => {
    const refuses = ({ isOptional, type }: (typeof members)[number]) =>
      isOptional && !/\b(?:undefined|unknown|ReactNode)\b/.test(type)
    expect(named(options.filter(refuses))).toEqual([])
  })
})
