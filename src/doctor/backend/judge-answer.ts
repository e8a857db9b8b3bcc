import { type WireErrorCode, wireStatus } from '../../contract/wire-code.ts'
import { fail, pass, type Verdict } from '../finding.ts'
import { type Answer, said } from './ask-backend.ts'

/** A refusal that names what is wrong with the request may carry a more exact status. */
const REJECTED = [400, 408, 413, 415]

/** Whether this answer is the refusal with one of these codes, by its status, and by its code where there is one. */
export function refused(answer: Answer, code: WireErrorCode, ...others: WireErrorCode[]): Verdict {
  const codes = [code, ...others]
  const { where, status } = answer
  if (codes.some((each) => isRefusal(answer, each))) return pass(said(answer))
  return fail(
    status < 400 ? `It was accepted: ${said(answer)}.` : `It was answered with ${said(answer)}.`,
    `${wireStatus(code)} {"error":{"code":"${code}","requestId":"…"}}   # what ${where} has to answer`,
  )
}

function isRefusal({ status, code }: Answer, expected: WireErrorCode): boolean {
  const statuses = expected === 'request-rejected' ? REJECTED : [wireStatus(expected)]
  return statuses.includes(status) && (code === null || code === expected)
}
