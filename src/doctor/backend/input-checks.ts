import { REQUEST_HEADER, type UploadRequest } from '../../contract/messages.ts'
import type { WireErrorCode } from '../../contract/wire-code.ts'
import { cannotTell, type Check } from '../finding.ts'
import type { Question } from './ask-backend.ts'
import type { BackendContext } from './backend-context.ts'
import { refused } from './judge-answer.ts'

interface BadInput {
  id: string
  title: string
  /** What differs from a good request. */
  change(request: UploadRequest): Partial<Question>
  /** Default: request-rejected. */
  code?: WireErrorCode
}

const BAD_INPUTS: readonly BadInput[] = [
  { id: 'not-json', title: 'A body that is no JSON is refused', change: () => ({ body: '{' }) },
  {
    id: 'wrong-type',
    title: 'A type that is no picture is refused before anything is signed',
    change: (request) => ({ body: { ...request, type: 'text/html' } }),
  },
  {
    id: 'svg',
    title: 'SVG is refused: it can carry script',
    change: (request) => ({ body: { ...request, type: 'image/svg+xml' } }),
  },
  {
    id: 'no-size',
    title: 'A size that is no positive integer is refused',
    change: (request) => ({ body: { ...request, sizeBytes: -1 } }),
  },
  {
    id: 'too-large',
    title: 'A picture of a gigabyte is refused before anything is signed',
    change: (request) => ({ body: { ...request, sizeBytes: 1_000_000_000 } }),
  },
  {
    id: 'wrong-checksum',
    title: 'A checksum that is not base64 of 32 bytes is refused',
    change: (request) => ({ body: { ...request, sha256: 'c2hvcnQ=' } }),
  },
  {
    id: 'own-key',
    title: 'A key that the client chooses is refused',
    change: (request) => ({ body: { ...request, key: '../avatars/somebody.png' } }),
  },
  {
    id: 'form',
    title: 'What a form of another site can send is refused',
    change: (request) => ({ body: JSON.stringify(request), headers: { 'content-type': 'text/plain' } }),
  },
  {
    id: 'no-header',
    title: `A request without ${REQUEST_HEADER} is refused`,
    change: () => ({ headers: { [REQUEST_HEADER]: undefined } }),
  },
  {
    id: 'cross-site',
    title: 'A request of a page of another site is refused',
    change: () => ({ headers: { origin: 'https://stranger.example', 'sec-fetch-site': 'cross-site' } }),
    code: 'forbidden',
  },
]

const unauthenticated: Check<BackendContext> = {
  id: 'unauthenticated',
  title: 'Nobody gets a URL without signing in',
  async run({ ask, picture, canSignIn }) {
    if (!canSignIn) return cannotTell('No --header was given, so that everybody seems to be signed in.')
    const question = { method: 'POST', path: '/request-url', body: picture.request, as: 'nobody' } as const
    return refused(await ask(question), 'unauthenticated', 'forbidden')
  },
}

export const inputChecks: readonly Check<BackendContext>[] = [
  ...BAD_INPUTS.map(({ id, title, change, code = 'request-rejected' }): Check<BackendContext> => ({
    id,
    title,
    async run({ ask, picture }) {
      const good = { method: 'POST', path: '/request-url', body: picture.request } as const
      return refused(await ask({ ...good, ...change(picture.request) }), code)
    },
  })),
  unauthenticated,
]
