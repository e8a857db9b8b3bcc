import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { s3Profile, type S3ProfileName } from '../../src/server/index.ts'

const page = readFileSync(new URL('../../docs/s3-servers.md', import.meta.url), 'utf8')

/** Their type holds whoever adds one to this list. */
const NAMES: Readonly<Record<S3ProfileName, true>> = { aws: true, r2: true, minio: true, ceph: true }

test('docs/s3-servers.md says of every profile what it is', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` +\|[^|]*\|(.*)\|$/gm)].map(([, name, cells = '']) =>
    [name].concat(cells.split('|').map((cell) => cell.trim())),
  )
  expect(rows).toEqual(
    (Object.keys(NAMES) as S3ProfileName[]).map((name) => {
      const { createOnly, bodyHash, quotesEtags, browserHeaders } = s3Profile(name)
      return [
        name,
        createOnly ? 'yes' : 'no',
        bodyHash,
        quotesEtags ? 'quoted' : 'bare',
        browserHeaders.map((header) => `\`${header}\``).join(', '),
      ]
    }),
  )
})
