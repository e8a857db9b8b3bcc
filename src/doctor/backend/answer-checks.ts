import { isWireCode, wireStatus } from '../../contract/wire-code.ts'
import { isText } from '../../contract/wire-value.ts'
import { type Check, fail, pass } from '../finding.ts'
import type { Answer } from './ask-backend.ts'
import type { BackendContext } from './backend-context.ts'

// What holds for every answer: these checks come last, and judge all that was said.

const HEADERS = [
  {
    id: 'no-store',
    title: 'No answer is kept by a cache',
    header: 'cache-control',
    value: 'no-store',
    meaning: 'A cache could hand the URL of one user to another',
  },
  {
    id: 'nosniff',
    title: 'No answer is taken for anything but JSON',
    header: 'x-content-type-options',
    value: 'nosniff',
    meaning: 'A browser could guess a type',
  },
  {
    id: 'no-referrer',
    title: 'No answer leaks its address',
    header: 'referrer-policy',
    value: 'no-referrer',
    meaning: 'Addresses could leak to other sites',
  },
] as const

const errorBody: Check<BackendContext> = {
  id: 'error-body',
  title: 'Every refusal says what is wrong in the words of the contract',
  run({ answers }) {
    const bad = answers.filter((answer) => answer.status >= 400 && !isErrorBody(answer))
    if (bad.length === 0) return pass('A code that fits the status, and a request id.')
    return fail(
      `${places(bad)}: the uploader has to guess by the status.`,
      '{"error":{"code":"request-rejected","requestId":"…"}}   # body of a 400; docs/wire-contract.md has the others',
    )
  },
}

function isErrorBody({ status, code, error }: Answer): boolean {
  if (!isWireCode(code) || !isText(error?.['requestId'], 128)) return false
  return code === 'request-rejected' ? status < 500 : status === wireStatus(code)
}

function places(answers: readonly Answer[]): string {
  return [...new Set(answers.map(({ where, status }) => `${where} (${status})`))].join(', ')
}

export const answerChecks: readonly Check<BackendContext>[] = [
  ...HEADERS.map(({ id, title, header, value, meaning }): Check<BackendContext> => ({
    id,
    title,
    run({ answers }) {
      const bad = answers.filter(({ headers }) => headers.get(header)?.toLowerCase().includes(value) !== true)
      if (bad.length === 0) return pass(`Each of ${answers.length} says so.`)
      return fail(`${meaning}: ${places(bad)}.`, `${header}: ${value}   # of every answer`)
    },
  })),
  errorBody,
]
