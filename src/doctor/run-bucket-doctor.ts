import { UPLOAD_HEADERS } from '../contract/messages.ts'
import { accepting, refuseUnknown } from './accept.ts'
import { DoctorError } from './doctor-error.ts'
import { failureName } from './failure-name.ts'
import type { Check, Finding } from './finding.ts'
import type { Report } from './report.ts'
import { runChecks } from './run-checks.ts'
import { openStore } from './bucket/bucket-calls.ts'
import { type BucketContext, openBucket } from './bucket/bucket-context.ts'
import {
  bucketExamination,
  type BucketDoctorOptions,
  type BucketExamination,
} from './bucket/bucket-options.ts'
import { cleanUp } from './bucket/clean-up.ts'
import { connectionChecks } from './bucket/checks/connection-checks.ts'
import { corsChecks } from './bucket/checks/cors-checks.ts'
import { exposureChecks } from './bucket/checks/exposure-checks.ts'
import { lifecycleChecks } from './bucket/checks/lifecycle-checks.ts'
import { settingChecks } from './bucket/checks/setting-checks.ts'
import { uploadChecks } from './bucket/checks/upload-checks.ts'

/**
 * Tries at a live bucket what a page and a thief would try, under `staging/doctor-<id>/`, and deletes what was stored.
 * No setting of the bucket is changed.
 *
 * @throws {TypeError} for an option that makes no sense; the message names the fix.
 * @throws {DoctorError} when nothing can be examined: nobody answers, no such bucket, wrong credentials.
 */
export async function runBucketDoctor(options: BucketDoctorOptions): Promise<Report> {
  const examination = bucketExamination(options)
  const { accept = [] } = options
  // Judges the options, before anything is asked.
  refuseUnknown(accept, checksOf(UPLOAD_HEADERS))
  openStore(examination, { region: examination.region, skewMs: 0 })
  let clean = async (): Promise<Finding[]> => []
  let findings: Finding[] = []
  try {
    findings = await examine(examination, (cleaning) => {
      clean = cleaning
    })
  } finally {
    findings.push(...(await clean()))
  }
  return { subject: subjectOf(examination), ...accepting(findings, accept) }
}

async function examine(
  examination: BucketExamination,
  onStart: (clean: () => Promise<Finding[]>) => void,
): Promise<Finding[]> {
  const context = await openBucket(examination, (probe, store) => {
    onStart(async () => [await cleanUp(store, probe.keys)])
  }).catch((error: unknown) => {
    if (error instanceof DoctorError) throw error
    throw new DoctorError(`The storage stopped answering (${failureName(error)}). Check --s3-endpoint.`)
  })
  return runChecks(checksOf(Object.keys(context.right.grant.headers)), context, examination.signal)
}

function checksOf(signedHeaders: readonly string[]): readonly Check<BucketContext>[] {
  return [
    ...connectionChecks,
    ...corsChecks(signedHeaders),
    ...uploadChecks,
    ...exposureChecks,
    ...lifecycleChecks,
    ...settingChecks,
  ]
}

function subjectOf({ bucket, endpoint, origin }: BucketExamination): string {
  return `bucket ${bucket} ${endpoint === undefined ? 'of AWS' : `at ${endpoint}`}, for pages of ${origin}`
}
