import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { brokenRules } from './house-rules.ts'
import { readModule } from './read-module.ts'

const src = new URL('../../src/', import.meta.url)
const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /(?<!\.d)\.tsx?$/.test(path))

describe('every module of src keeps the rules of the house', () => {
  test.each(paths)('%s', (path) => {
    expect(brokenRules(readModule(path, readFileSync(new URL(path, src), 'utf8')))).toEqual([])
  })

  test('half of them are at most 100 lines long', () => {
    const lineCounts = paths.map(
      (path) => readFileSync(new URL(path, src), 'utf8').trimEnd().split('\n').length,
    )
    const median = lineCounts.sort((a, b) => a - b)[Math.floor(lineCounts.length / 2)]
    expect(median).toBeLessThanOrEqual(100)
  })
})

describe('the checker catches', () => {
  const upload = '../upload/backend.ts'
  test.each([
    ['a static import', 'server/confirm.ts', `import { a } from '${upload}'`, 'imports upload/backend.ts'],
    ['a type import', 'server/confirm.ts', `import type { A } from '${upload}'`, 'imports upload/backend.ts'],
    [
      'an inline type import',
      'server/confirm.ts',
      `import { type A } from '${upload}'`,
      'imports upload/backend.ts',
    ],
    ['a side effect', 'server/confirm.ts', `import '${upload}'`, 'imports upload/backend.ts'],
    ['a dynamic import', 'server/confirm.ts', `void import('${upload}')`, 'imports upload/backend.ts'],
    ['a computed import', 'server/confirm.ts', 'void import(name)', 'imports a computed path'],
    [
      'an import in a type',
      'server/confirm.ts',
      `type A = import('${upload}').A`,
      'imports upload/backend.ts',
    ],
    ['a re-export', 'server/index.ts', `export { a } from '${upload}'`, 'imports upload/backend.ts'],
    ['a re-export of all', 'server/index.ts', `export * from '${upload}'`, 'imports upload/backend.ts'],
    [
      'an import over lines',
      'server/confirm.ts',
      `import {\n  a,\n} from '${upload}'`,
      'imports upload/backend.ts',
    ],
    ['contract → anything', 'contract/a.ts', "import '../picture/b.ts'", 'imports picture/b.ts'],
    ['picture → upload', 'picture/a.ts', "import '../upload/b.ts'", 'imports upload/b.ts'],
    ['upload → react', 'upload/a.ts', "import '../react/b.ts'", 'imports react/b.ts'],
    ['upload → server', 'upload/a.ts', "import '../server/b.ts'", 'imports server/b.ts'],
    ['react → picture', 'react/a.ts', "import '../picture/b.ts'", 'imports picture/b.ts'],
    ['messages → other files of react', 'messages/a.ts', "import '../react/b.ts'", 'imports react/b.ts'],
    ['react → messages', 'react/a.ts', "import '../messages/b.ts'", 'imports messages/b.ts'],
    ['react → server', 'react/a.ts', "import '../server/b.ts'", 'imports server/b.ts'],
    ['server → other files of picture', 'server/a.ts', "import '../picture/b.ts'", 'imports picture/b.ts'],
    ['server → bucket-setup', 'server/a.ts', "import '../bucket-setup/b.ts'", 'imports bucket-setup/b.ts'],
    ['bucket-setup → cli', 'bucket-setup/a.ts', "import '../cli/b.ts'", 'imports cli/b.ts'],
    ['cli → testing', 'cli/a.ts', "import '../testing/b.ts'", 'imports testing/b.ts'],
    ['testing → upload', 'testing/a.ts', "import '../upload/b.ts'", 'imports upload/b.ts'],
    ['index → messages', 'index.ts', "import './messages/b.ts'", 'imports messages/b.ts'],
    ['MSW in the rest of testing', 'testing/a.ts', "import { http } from 'msw/http'", 'imports msw/http'],
    ['index → server', 'index.ts', "import './server/b.ts'", 'imports server/b.ts'],
    ['anything → index', 'react/a.ts', "import '../index.ts'", 'imports index.ts'],
    ['a way out of src', 'server/a.ts', "import '../../test/b.ts'", 'imports ../test/b.ts'],
    ['node: elsewhere', 'server/a.ts', "import { b } from 'node:crypto'", 'imports node:crypto'],
    ['a Node module by its old name', 'server/node.ts', "import { b } from 'fs'", 'imports fs'],
    ['React outside react', 'upload/a.ts', "import { useRef } from 'react'", 'imports react'],
    ['an undeclared package', 'react/a.ts', "import { b } from 'lodash'", 'imports lodash'],
    ['a missing extension', 'server/a.ts', "import './b'", 'imports ./b without .ts or .tsx'],
    ['a .js extension', 'server/a.ts', "import './b.js'", 'imports ./b.js without .ts or .tsx'],
    ['a new folder', 'shared/a.ts', '', 'stands in a folder that has no rule'],
    ['a long file', 'server/a.ts', '\n'.repeat(250) + 'export {}', 'has 251 lines, more than 250'],
    ['utils', 'server/utils.ts', '', 'is named utils, which says nothing'],
    ['camelCase', 'server/createHandler.ts', '', 'is not named in kebab-case'],
    ['an index that is no entry', 'react/index.ts', '', 'is an index, but no entry'],
    ['a barrel that is no entry', 'react/all.ts', "export * from './a.ts'", 're-exports, but is no entry'],
    ['a default export', 'server/a.ts', 'export default 1', 'has a default export'],
    [
      'a default export by name',
      'server/a.ts',
      'const a = 1\nexport { a as default }',
      'has a default export',
    ],
    ['a hook', 'react/a.ts', 'useState(1)', "uses hooks or JSX without 'use client'"],
    ['a hook of React.', 'react/a.ts', 'React.useState(1)', "uses hooks or JSX without 'use client'"],
    ['JSX', 'react/a.tsx', 'const a = <p />', "uses hooks or JSX without 'use client'"],
    ['a fragment', 'react/a.tsx', 'const a = <></>', "uses hooks or JSX without 'use client'"],
    ['needless use client', 'react/a.ts', "'use client'", "says 'use client', but servers could import it"],
    ['use client elsewhere', 'upload/a.ts', "'use client'", "says 'use client' outside react"],
  ])('%s', (_name, path, text, rule) => {
    expect(brokenRules(readModule(path, text))).toEqual([rule])
  })
})

describe('the checker lets pass', () => {
  test.each([
    ['the own folder', 'server/confirm.ts', "import './ticket.ts'"],
    [
      'what is allowed',
      'server/a.ts',
      "import '../contract/b.ts'\nimport '../picture/header/picture-size.ts'",
    ],
    ['a language: its type', 'messages/a.ts', "import type { Messages } from '../react/texts/messages.ts'"],
    ['node: in the commands', 'cli/a.ts', "import { parseArgs } from 'node:util'"],
    ['node: in the Node entries', 'testing/node.ts', "import { createServer } from 'node:http'"],
    ['the ports of upload in testing', 'testing/a.ts', "import '../upload/steps/send-object.ts'"],
    ['MSW in its own entry', 'testing/msw.ts', "import { http } from 'msw/http'"],
    ['an entry that re-exports', 'index.ts', "export * from './contract/messages.ts'"],
    ['comments and strings', 'contract/a.ts', "// import '../react/b.ts'\nconst a = `import('react')`"],
    ['use client where it is needed', 'react/a.tsx', "'use client'\nconst a = <p />"],
    ['names that only begin like hooks', 'react/a.ts', 'used()\nuser.useful'],
  ])('%s', (_name, path, text) => {
    expect(brokenRules(readModule(path, text))).toEqual([])
  })
})
