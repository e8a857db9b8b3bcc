import { afterEach, expect, test, vi } from 'vitest'
import { measureBundle } from '../../scripts/measure-bundle.ts'
import type { UploadErrorCode } from '../../src/contract/error-table.ts'
import { UploadError } from '../../src/contract/upload-error.ts'

/** For each code: whether the same file can succeed at the next try, and what its message speaks of. */
const TABLE: Readonly<Record<UploadErrorCode, [isRetryable: boolean, message: RegExp]>> = {
  'file-empty': [false, /file is empty/],
  'too-many-files': [false, /more than one file/i],
  'folder-dropped': [false, /folder/],
  'link-dropped': [false, /link/],
  'unsupported-type': [false, /type/],
  'file-too-large': [false, /too large/],
  'picture-corrupt': [false, /damaged/],
  'picture-too-small': [false, /too few pixels/],
  'too-many-pixels': [false, /too many pixels/],
  'heic-unsupported': [false, /HEIC/],
  'metadata-left': [false, /metadata/],
  unauthenticated: [true, /signed in/],
  forbidden: [false, /forbids/],
  'request-rejected': [false, /backend rejected/],
  'rate-limited': [true, /too many requests/i],
  'backend-unavailable': [true, /backend is not available/],
  'storage-misconfigured': [false, /not allowed to use its storage/],
  'bad-response': [false, /contract/],
  'insecure-url': [false, /not https/],
  'insecure-context': [false, /secure context/],
  offline: [true, /offline/],
  network: [true, /network/],
  cors: [true, /CORS/],
  stalled: [true, /no byte moved/i],
  'url-expired': [true, /URL had expired/],
  'signature-mismatch': [true, /another signature/],
  'clock-skew': [true, /clocks/],
  'credentials-expired': [true, /credentials/],
  'checksum-mismatch': [true, /received other bytes/],
  'storage-busy': [true, /storage is busy/],
  'storage-rejected': [true, /storage rejected/],
  redirected: [false, /redirected/],
  'not-uploaded': [true, /not arrived/],
  'ticket-invalid': [true, /does not know this upload/],
  revoked: [false, /revoked/],
  changed: [true, /other bytes were stored/i],
  'confirm-rejected': [false, /not accepted/],
  superseded: [false, /newer picture/],
  'remove-rejected': [false, /not removed/],
  aborted: [true, /cancelled/],
  unexpected: [true, /unexpected/],
}

/** The table of codes, with an error of each; no message or verdict depends on details. */
const rows = Object.entries(TABLE).map(([code, [isRetryable, message]]) => ({
  code,
  isRetryable,
  message,
  error: new UploadError(code as 'unexpected'),
}))

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

test.each(rows)('$code: retryable is $isRetryable, and its message says $message', (row) => {
  expect(row.error.isRetryable).toBe(row.isRetryable)
  expect(row.error.message).toMatch(row.message)
})

test('each code has a message of its own, which is the code and one sentence', () => {
  const messages = rows.map(({ error }) => error.message)
  expect(new Set(messages).size).toBe(rows.length)
  for (const { code, error } of rows) {
    expect(error.message.startsWith(`${code}: `)).toBe(true)
    expect(error.message.slice(code.length + 2)).toMatch(/^[A-Z][^.]*\.$/)
  }
})

test.each([
  ['in production', () => vi.stubEnv('NODE_ENV', 'production')],
  ['where nobody says whether this is production', () => vi.stubGlobal('process', undefined)],
])('%s the message is the code', (_, arrange) => {
  arrange()
  expect(new UploadError('offline').message).toBe('offline')
})

test('builds for production do not carry the sentences', async () => {
  const { modules } = await measureBundle(`export { UploadError } from './src/contract/upload-error.ts'`)
  expect(modules.map(({ path }) => path)).not.toContain('src/contract/error-sentences.ts')
})
