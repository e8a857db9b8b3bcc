export type { CorsRule } from './bucket-cors.ts'
export type { StoredObject } from './stored-object.ts'
export type { StrictS3, StrictS3Options } from './strict-s3.ts'
export { createStrictS3 } from './strict-s3.ts'
