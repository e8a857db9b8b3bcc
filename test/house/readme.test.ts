import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { WINGS } from './house-rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every TypeScript block of the documentation, as files that see the package under its own name. */
function writeSnippets(folder: string): number {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const pages = [
    'README.md',
    'docs/bucket-setup.md',
    'docs/customise.md',
    'docs/operations.md',
    'docs/s3-servers.md',
    'docs/testing.md',
  ].map((path) => readFileSync(join(root, path), 'utf8'))
  const snippets = [...pages.join('\n').matchAll(/^```(tsx?)\n(.*?)^```/gms)]
  snippets.forEach(([, language, code = ''], index) => {
    // Those that others import.
    const name = /createProfileImageHandler\(/.test(code)
      ? 'profile-image'
      : /^export const backend = createTestBackend\(\{ current/m.test(code)
        ? 'backend'
        : `snippet-${index}`
    writeFileSync(join(folder, `${name}.${language}`), code)
  })
  writeFileSync(
    join(folder, 'your-app.tsx'),
    `import type { ButtonHTMLAttributes, ReactElement } from 'react'
     interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> { variant?: 'primary'; isBusy?: boolean }
     export declare function Button(props: ButtonProps): ReactElement
     export declare function sessionOf(request: Request): Promise<{ id: string } | null>
     export declare const db: {
       loadImageKey(id: string): Promise<string | null>
       saveImageKey(id: string, key: string | null): Promise<void>
     }
     export declare const metrics: {
       count(name: string, labels: Record<string, string>): void
       observe(name: string, value: number, labels: Record<string, string>): void
     }`,
  )
  const source = (path: string) => [join(root, 'src', path)]
  const paths = {
    'react-profile-image-upload': source('index.ts'),
    'react-profile-image-upload/bucket-setup': source('bucket-setup/index.ts'),
    'react-profile-image-upload/server': source('server/index.ts'),
    'react-profile-image-upload/server/node': source('server/node.ts'),
    'react-profile-image-upload/testing': source('testing/index.ts'),
    'react-profile-image-upload/testing/msw': source('testing/msw.ts'),
    'react-profile-image-upload/testing/node': source('testing/node.ts'),
    'react-profile-image-upload/messages/*': source('messages/*.ts'),
    'react-profile-image-upload/styles.css': source('react/styles.css'),
  }
  const compilerOptions = { paths, noEmit: true }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: ['.'] }),
  )
  return snippets.length
}

test('the code in the documentation compiles, as strictly as our own', () => {
  const folder = join(root, 'node_modules/.cache/readme')
  expect(writeSnippets(folder)).toBeGreaterThan(8)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
  expect(stdout).toBe('')
}, 60_000)

test('the map names every folder of src, in the order in which they may import each other', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, map = ''] = /^## Map of the code\n.*?^```\n(.*?)^```/ms.exec(readme) ?? []
  const open: string[] = []
  const named = [...map.matchAll(/^( {0,4})(src\/)?([\w-]+)\/ /gm)].flatMap(
    ([, indent = '', src, name = '']) => {
      open.length = indent.length / 2
      open.push(name)
      return src === undefined && open.length === 1 ? [] : [open.join('/')]
    },
  )
  const folders = globSync('**/', { cwd: join(root, 'src') }).filter((folder) => folder !== '.')
  expect(named.toSorted()).toEqual(folders.toSorted())
  const wings = named.filter((folder) => !folder.includes('/'))
  expect(Object.keys(WINGS).filter((wing) => wing !== 'index.ts')).toEqual(wings)
})
