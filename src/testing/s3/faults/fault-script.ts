import type { S3ErrorCode } from '../s3-error.ts'
import { isS3ErrorCode } from '../s3-error.ts'

/** Calls that can be made to fail, by their names in the S3 API. */
const OPERATIONS = ['PutObject', 'GetObject', 'HeadObject', 'DeleteObject', 'ListObjectsV2'] as const

/** A call that can be made to fail, by its name in the S3 API. */
export type S3FaultOperation = (typeof OPERATIONS)[number]

/** What goes wrong with a call. */
export type S3Fault =
  /** It is refused with this code of S3, and its status. */
  | {
      /** By its name in the S3 API. */
      error: S3ErrorCode
      /** Default: one that says it was scripted. */
      message?: string | undefined
      /** The call takes effect, and only then is refused: its sender cannot know. Default false. */
      afterEffect?: boolean | undefined
      /** As a server does that fails before it looks at CORS: pages cannot read the answer. Default false. */
      withoutCors?: boolean | undefined
      /** Sent as Retry-After. Default: not sent. */
      retryAfterSeconds?: number | undefined
    }
  /** It succeeds, but its answer lacks these headers. */
  | { withoutHeaders: readonly string[] }
  /** Somebody replaces the bytes of the object: before they are read, or as soon as they were written. */
  | { swappedFor: Uint8Array }
  /** It is answered with 307 and this address. Nothing is stored or read here. */
  | { redirectedTo: string }

/** Which calls go wrong. */
export interface S3FaultAim {
  /** Only calls on keys that begin so, or on lists of them. Default: all. */
  keyPrefix?: string | undefined
  /** The first call that fails, counted from 1 among those that fit. Default 1. */
  nth?: number | undefined
  /** How many calls fail, one after the other. Default 1; Infinity: all. */
  times?: number | undefined
}

/** A fault that was asked for. */
export interface ScriptedFault {
  /** Calls that it has happened to so far: a fault that never came proves nothing. */
  readonly hits: number
}

interface Rule {
  readonly operation: S3FaultOperation
  readonly fault: S3Fault
  readonly keyPrefix: string
  /** Calls that fit and pass before the first one fails. */
  passes: number
  fails: number
  hits: number
}

export interface FaultScript {
  fail(operation: S3FaultOperation, fault: S3Fault, aim?: S3FaultAim): ScriptedFault
  /** What goes wrong with this call; null when nothing does. Each call is to be asked about once. */
  next(operation: string, key: string): S3Fault | null
}

/** Faults that wait for their calls. Of several rules that fit a call, the oldest one decides. */
export function createFaultScript(): FaultScript {
  const rules: Rule[] = []
  return {
    fail(operation, fault, { keyPrefix = '', nth = 1, times = 1 } = {}) {
      if (!OPERATIONS.includes(operation)) {
        const known = OPERATIONS.join(', ')
        throw new TypeError(`createStrictS3: fail() knows no operation "${operation}", only ${known}.`)
      }
      if ('error' in fault && !isS3ErrorCode(fault.error)) {
        throw new TypeError(`createStrictS3: fail() knows no error "${fault.error}".`)
      }
      if (!isCount(nth) || !isCount(times)) {
        throw new TypeError('createStrictS3: nth and times of fail() are whole numbers from 1 up.')
      }
      const rule: Rule = { operation, fault, keyPrefix, passes: nth - 1, fails: times, hits: 0 }
      rules.push(rule)
      return rule
    },
    next(operation, key) {
      for (const rule of rules) {
        if (rule.operation !== operation || !key.startsWith(rule.keyPrefix) || rule.fails === 0) continue
        if (rule.passes > 0) {
          rule.passes -= 1
          continue
        }
        rule.fails -= 1
        rule.hits += 1
        return rule.fault
      }
      return null
    },
  }
}

function isCount(value: number): boolean {
  return value === Infinity || (Number.isInteger(value) && value >= 1)
}
