import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Rollup } from 'vite'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { UploadError } from '../../../src/contract/upload-error.ts'

// Each test has a page of its own: the module remembers what it has said.
async function openPage() {
  vi.resetModules()
  const { hintInDevelopment } = await import('../../../src/upload/steps/development-hint.ts')
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  return { hintInDevelopment, lines: () => warn.mock.calls.flat() }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

describe('in development', () => {
  test.each([
    [new UploadError('cors', { details: { hint: 'No rule allows PUT.' } }), 'No rule allows PUT.'],
    [new UploadError('network', { step: 'send' }), 'connect-src'],
    [new UploadError('signature-mismatch'), 'browserEndpoint'],
    [new UploadError('clock-skew', { details: { skewSeconds: null } }), 'clock'],
    [new UploadError('credentials-expired'), 'credentials'],
    [new UploadError('storage-misconfigured'), 's3:ListBucket'],
    [new UploadError('storage-rejected', { details: { s3Code: 'AccessDenied' } }), 's3:PutObject'],
    [new UploadError('redirected'), 'region'],
    [new UploadError('bad-response'), 'endpoint'],
    [new UploadError('bad-response', { status: 404 }), '404'],
    [new UploadError('insecure-context'), 'https'],
    [new UploadError('insecure-url'), 'endpoint'],
  ])('T-60: $code: the console names what to change', async (error, what) => {
    const { hintInDevelopment, lines } = await openPage()
    hintInDevelopment(error)
    expect(lines()).toEqual([expect.stringContaining(what)])
    expect(lines()[0]).toContain(error.code)
  })

  test('says each thing once', async () => {
    const { hintInDevelopment, lines } = await openPage()
    for (const code of ['redirected', 'signature-mismatch', 'redirected'] as const) {
      hintInDevelopment(new UploadError(code))
    }
    expect(lines()).toHaveLength(2)
  })

  test.each([
    new UploadError('file-empty'),
    new UploadError('aborted'),
    new UploadError('network', { step: 'confirm' }),
    new UploadError('storage-rejected', { details: { s3Code: 'EntityTooLarge' } }),
  ])('is silent about what no option can change: $code', async (error) => {
    const { hintInDevelopment, lines } = await openPage()
    hintInDevelopment(error)
    expect(lines()).toEqual([])
  })

  test('T-17: repeats nothing of what caused the error', async () => {
    const { hintInDevelopment, lines } = await openPage()
    hintInDevelopment(
      new UploadError('signature-mismatch', { cause: 'X-Amz-Signature=canary', requestId: 'canary' }),
    )
    expect(lines()).toHaveLength(1)
    expect(lines().join()).not.toContain('canary')
  })
})

describe('elsewhere', () => {
  test('in production it is silent', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    const { hintInDevelopment, lines } = await openPage()
    hintInDevelopment(new UploadError('redirected'))
    expect(lines()).toEqual([])
  })

  test('on a page without a bundler it is silent, and throws nothing', async () => {
    const { hintInDevelopment, lines } = await openPage()
    vi.stubGlobal('process', undefined)
    hintInDevelopment(new UploadError('redirected'))
    expect(lines()).toEqual([])
  })

  test.each([
    { mode: 'production', hasHints: false },
    { mode: 'development', hasHints: true },
  ])('a bundle for $mode carries hints: $hasHints', async ({ mode, hasHints }) => {
    vi.stubEnv('NODE_ENV', mode)
    expect((await bundle(mode)).includes('s3:ListBucket')).toBe(hasHints)
  })
})

/** An app that calls it, as Vite builds it for this mode. */
async function bundle(mode: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'development-hint-'))
  const source = fileURLToPath(new URL('../../../src/upload/steps/development-hint.ts', import.meta.url))
  const input = join(folder, 'app.ts')
  writeFileSync(
    input,
    `import { hintInDevelopment } from ${JSON.stringify(source)}\nglobalThis.onerror = hintInDevelopment`,
  )
  try {
    const built = await build({
      root: folder,
      mode,
      configFile: false,
      logLevel: 'error',
      build: { write: false, rolldownOptions: { input } },
    })
    return [built as Rollup.RollupOutput]
      .flat()
      .flatMap(({ output }) => output.map((part) => ('code' in part ? part.code : '')))
      .join()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
