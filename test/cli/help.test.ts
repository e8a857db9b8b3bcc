import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { run } from './run.ts'

const ENV = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-central-1' }
const VALUES = ['--bucket', 'my-pictures', '--origin', 'https://app.example.com']

const helpOf = async (command: string) => (await run([command, '--help'])).output

/** The options of a help, each with what is said of it. */
async function optionsOf(command: string): Promise<Map<string, string>> {
  const options = (await helpOf(command)).matchAll(/^ {2}(--[\w-]+)(?: [A-Z]\w*)? +(.*(?:\n {10,}.*)*)/gm)
  return new Map(Array.from(options, ([, name = '', text = '']) => [name, text.replace(/\s+/g, ' ')]))
}

describe.each([
  ['policies', 'bucket-setup.md', 'setup'],
  ['setup', 'bucket-setup.md', 'policies'],
  ['doctor', 'doctor.md', null],
])('%s --help', (command, page, other) => {
  test(`has the options that docs/${page} has`, async () => {
    const docs = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
    const rows = Array.from(docs.matchAll(/^\| (`--[^|]+)\|/gm), ([, cell = '']) => cell)
    const ours = rows.filter((cell) => other === null || !cell.includes(`(\`${other}\`)`))
    const named = ours.flatMap((cell) => cell.match(/--[\w-]+/g) ?? [])
    expect([...(await optionsOf(command)).keys()].toSorted()).toEqual([...new Set(named)].toSorted())
  })

  test('says that bucket and origin are required, and that is so', async () => {
    for (const name of ['--bucket', '--origin']) {
      expect((await optionsOf(command)).get(name)).toMatch(/^required: /)
      const at = VALUES.indexOf(name)
      const { status, complaints } = await run([command, ...VALUES.toSpliced(at, 2)], { env: ENV })
      expect([status, complaints]).toEqual([2, expect.stringMatching(new RegExp(`^${name} is missing`))])
    }
  })
})

describe('of the region, --help says what holds', () => {
  const KEYS_ALONE = { ...ENV, AWS_REGION: '' }
  /** By which region the first call is signed, or what is complained of. */
  async function regionOf(command: string, args: string[], env: Record<string, string>): Promise<string> {
    let region = ''
    const fetch: typeof globalThis.fetch = (input, init) => {
      const { headers } = new Request(input, init)
      region ||= /Credential=KEY\/\d+\/([^/]+)/.exec(headers.get('authorization') ?? '')?.[1] ?? ''
      return Promise.reject(new TypeError('fetch failed'))
    }
    const before = globalThis.fetch
    // Doctor asks by itself.
    globalThis.fetch = fetch
    try {
      const { complaints } = await run([command, ...VALUES, ...args], { env, fetch })
      return region || (complaints.split('\n')[0] ?? '')
    } finally {
      globalThis.fetch = before
    }
  }

  const ELSEWHERE = ['--s3-endpoint', 'http://127.0.0.1:9']

  test('setup', async () => {
    expect((await optionsOf('setup')).get('--region')).toBe(
      'of the bucket; by default AWS_REGION or AWS_DEFAULT_REGION, then us-east-1 with --s3-endpoint; required otherwise',
    )
    expect(await regionOf('setup', ELSEWHERE, { ...KEYS_ALONE, AWS_DEFAULT_REGION: 'a-1' })).toBe('a-1')
    expect(await regionOf('setup', ELSEWHERE, KEYS_ALONE)).toBe('us-east-1')
    expect(await regionOf('setup', [], KEYS_ALONE)).toMatch(/^--region is missing/)
  })

  test('doctor', async () => {
    expect((await optionsOf('doctor')).get('--region')).toBe(
      'of the bucket; by default AWS_REGION or AWS_DEFAULT_REGION, then us-east-1',
    )
    expect(await regionOf('doctor', [], { ...KEYS_ALONE, AWS_DEFAULT_REGION: 'a-1' })).toBe('a-1')
    expect(await regionOf('doctor', ELSEWHERE, KEYS_ALONE)).toBe('us-east-1')
    expect(await regionOf('doctor', [], KEYS_ALONE)).toBe('us-east-1')
  })
})
