export type { CorsRule } from './s3/bucket-cors.ts'
export { choosePicture } from './acts/choose-picture.ts'
export {
  createTestBackend,
  type TestBackend,
  type TestBackendOptions,
} from './backend/create-test-backend.ts'
export { dropPicture } from './acts/drop-picture.ts'
export type { Fault, FaultHandle, FaultOptions } from './backend/fault-queue.ts'
export type { S3Fault, S3FaultAim, S3FaultOperation, ScriptedFault } from './s3/faults/fault-script.ts'
export type { HeldStep, Hold, SendHold } from './backend/holds.ts'
export { pastePicture } from './acts/paste-picture.ts'
export { type SampleKind, samplePicture, type SamplePictureOptions } from './sample-picture/sample-picture.ts'
export type { StoredObject } from './s3/stored-object.ts'
export type { StrictS3, StrictS3Options } from './s3/strict-s3.ts'
export { createStrictS3 } from './s3/strict-s3.ts'
