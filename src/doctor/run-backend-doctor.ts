import { accepting, refuseUnknown } from './accept.ts'
import { cannotTell, type Finding, pass, type Verdict } from './finding.ts'
import { failureName } from './failure-name.ts'
import type { Report } from './report.ts'
import { runChecks } from './run-checks.ts'
import { answerChecks } from './backend/answer-checks.ts'
import { type BackendContext, openBackend } from './backend/backend-context.ts'
import { type BackendDoctorOptions, parseEndpoint } from './backend/backend-options.ts'
import { confirmChecks } from './backend/confirm-checks.ts'
import { grantChecks } from './backend/grant-checks.ts'
import { inputChecks } from './backend/input-checks.ts'
import { removalChecks } from './backend/removal-checks.ts'

/**
 * Uploads, confirms and removes one small picture for the user that is signed in, and tries what a backend has to
 * refuse: whether it keeps docs/wire-contract.md, in whatever language it is written.
 *
 * @throws {TypeError} for an endpoint, a profile or an id of a check that is none.
 * @throws {DoctorError} when nobody answers, nobody is signed in, or the user has an image already.
 */
export async function runBackendDoctor(options: BackendDoctorOptions): Promise<Report> {
  const { accept = [] } = options
  const checks = [...grantChecks, ...inputChecks, ...confirmChecks, ...removalChecks]
  refuseUnknown(accept, [...checks, ...answerChecks])
  const context = await openBackend(options)
  const findings = await runChecks(checks, context, options.signal)
  const cleaning: Finding = {
    id: 'clean-up',
    title: 'Nothing is left of this examination',
    ...(await cleanUp(context)),
  }
  findings.push(...(await runChecks(answerChecks, context, undefined)), cleaning)
  return { subject: `backend at ${parseEndpoint(options.endpoint)}`, ...accepting(findings, accept) }
}

/** What may have been saved is removed, wherever the examination has ended. */
async function cleanUp({ ask, answers }: BackendContext): Promise<Verdict> {
  // Also by a confirm that should have been refused.
  const isSaved = answers.some(({ where, status }) => where.endsWith('/confirm') && status === 200)
  if (!isSaved) return pass('No image was saved.')
  try {
    const { status } = await ask({ method: 'DELETE', path: '' })
    if (status === 200)
      return pass('The image was removed; what is in staging/ and removed/ goes by the lifecycle rules.')
    return cannotTell(`The grey picture is still that of the user: DELETE was answered ${status}.`)
  } catch (error) {
    return cannotTell(`The grey picture may still be that of the user (${failureName(error)}).`)
  }
}
