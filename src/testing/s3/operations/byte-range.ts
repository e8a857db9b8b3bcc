import { S3Error } from '../s3-error.ts'

/** Both ends are part of the range, as in HTTP. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * One range of an object: `bytes=0-11`, `bytes=12-` or `bytes=-5`.
 *
 * @throws {S3Error} InvalidRange, and NotImplemented for lists and other units
 */
export function parseByteRange(range: string, sizeBytes: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range)
  const [from = '', to = ''] = match?.slice(1) ?? []
  if (from === '' && to === '') throw new S3Error('NotImplemented', 'Range must be one range of bytes')
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from)
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  if (from !== '' && to !== '' && Number(from) > Number(to)) {
    throw new S3Error('NotImplemented', 'Range ends before it starts')
  }
  if (first > last) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: range,
      ActualObjectSize: String(sizeBytes),
    })
  }
  return { first, last }
}
