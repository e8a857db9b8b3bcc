import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { brokenRules, isWithin, PORTS, ROOMS, wingOf, WINGS } from './house-rules.ts'
import { readModule } from './read-module.ts'
import { crowdedFolders, crumbs, moduleCircles, roomCircles, targetsOf } from './whole-house.ts'

const { dirname } = posix
const src = new URL('../../src/', import.meta.url)
const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /(?<!\.d)\.tsx?$/.test(path))

const modules = paths.map((path) => readModule(path, readFileSync(new URL(path, src), 'utf8')))

describe('every module of src keeps the rules of the house', () => {
  test.each(modules)('$path', (module) => {
    expect(brokenRules(module)).toEqual([])
  })

  test('half of them are at most 100 lines long', () => {
    const lineCounts = modules.map(({ lineCount }) => lineCount).sort((a, b) => a - b)
    expect(lineCounts[Math.floor(lineCounts.length / 2)]).toBeLessThanOrEqual(100)
  })

  test('no modules import each other in a circle, types included, and no rooms do', () => {
    expect(moduleCircles(modules)).toEqual([])
    expect(roomCircles(modules)).toEqual([])
  })

  test('no folder shows more than 14 of them, and none of a few lines has one reader', () => {
    expect(crowdedFolders(modules)).toEqual([])
    expect(crumbs(modules)).toEqual([])
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
    ['a new room', 'server/shared/a.ts', '', 'stands in a folder that has no rule'],
    ['a room → another', 'upload/retry/a.ts', "import '../steps/b.ts'", 'imports upload/steps/b.ts'],
    [
      'a room → one within another',
      'testing/backend/a.ts',
      "import '../s3/xml/b.ts'",
      'imports testing/s3/xml/b.ts',
    ],
    [
      'a room → its wing',
      'server/routes/a.ts',
      "import '../create-handler.ts'",
      'imports server/create-handler.ts',
    ],
    [
      'a room → the room it stands in',
      'doctor/bucket/checks/a.ts',
      "import '../clean-up.ts'",
      'imports doctor/bucket/clean-up.ts',
    ],
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

describe('the rules of rooms', () => {
  const imported = (path: string) => modules.filter((module) => targetsOf(module).has(path))

  test('no port is listed that no room imports', () => {
    const isUsed = (port: string) => imported(port).some(({ path }) => isWithin(dirname(path), dirname(port)))
    expect([...PORTS].filter((port) => !isUsed(port))).toEqual([])
  })

  test('every room is a folder, and every wing imports only what stands above it, and does', () => {
    const folders = new Set(modules.map(({ path }) => dirname(path)))
    expect(Object.keys(ROOMS).filter((room) => !folders.has(room))).toEqual([])
    const wings = Object.keys(WINGS)
    const wrong = Object.entries(WINGS).flatMap(([wing, allowed], index) =>
      allowed.filter((to) => {
        const isAbove = wing === 'index.ts' || wings.indexOf(wingOf(to)) < index
        const isUsed = modules.some(
          (module) =>
            wingOf(module.path) === wing &&
            [...targetsOf(module)].some((path) => path === to || wingOf(path) === to),
        )
        return !isAbove || !isUsed
      }),
    )
    expect(wrong).toEqual([])
  })

  test('no room may import another without doing so', () => {
    const uses = (from: string, to: string) =>
      modules.some(
        (module) =>
          dirname(module.path) === from && [...targetsOf(module)].some((path) => dirname(path) === to),
      )
    const unused = Object.entries(ROOMS).flatMap(([from, allowed]) =>
      allowed.filter((to) => !uses(from, to)).map((to) => `${from} → ${to}`),
    )
    expect(unused).toEqual([])
  })

  test.each([
    ['of two', { 'a.ts': './b.ts', 'b.ts': './a.ts', 'c.ts': './a.ts' }, [['a.ts', 'b.ts']]],
    ['of three', { 'a.ts': './b.ts', 'b.ts': './c.ts', 'c.ts': './a.ts' }, [['a.ts', 'b.ts', 'c.ts']]],
    ['of types', { 'a.ts': 'type ./b.ts', 'b.ts': 'type ./a.ts' }, [['a.ts', 'b.ts']]],
    ['none', { 'a.ts': './b.ts', 'b.ts': './c.ts', 'c.ts': 'react' }, []],
  ])('a circle of modules is found: %s', (_name, imports, circles) => {
    expect(moduleCircles(planted(imports))).toEqual(circles)
  })

  test.each([
    [
      'two rooms',
      { 'w/r/a.ts': '../s/b.ts', 'w/s/c.ts': '../r/d.ts', 'w/s/b.ts': '', 'w/r/d.ts': '' },
      [['w/r', 'w/s']],
    ],
    [
      'by way of a room in a room',
      { 'w/a/1.ts': '../b/1.ts', 'w/b/1.ts': './c/1.ts', 'w/b/c/1.ts': '../../a/1.ts' },
      [['w/a', 'w/b']],
    ],
    ['a room and its wing', { 'w/a.ts': './r/b.ts', 'w/r/c.ts': '../d.ts' }, []],
  ])('a circle of rooms is found: %s', (_name, imports, circles) => {
    expect(roomCircles(planted(imports))).toEqual(circles)
  })

  test('a folder of 15 modules is found, and one of 14 is not', () => {
    const fill = (folder: string, count: number) =>
      Array.from({ length: count }, (_, index) => readModule(`${folder}/m${index}.ts`, ''))
    expect(crowdedFolders([...fill('w', 14), ...fill('w/r', 15)])).toEqual(['w/r'])
  })

  test('a module of less than ten lines is found that one other imports', () => {
    const lines = (count: number) => '\n'.repeat(count - 1) + 'export {}'
    const small = readModule('w/small.ts', lines(9))
    const reader = (name: string, target: string) =>
      readModule(`w/${name}.ts`, `import './${target}.ts'${lines(10)}`)
    expect(crumbs([small, reader('a', 'small')])).toEqual(['w/small.ts'])
    expect(crumbs([small, reader('a', 'small'), reader('b', 'small')])).toEqual([])
    expect(crumbs([small])).toEqual([])
    expect(crumbs([readModule('w/large.ts', lines(10)), reader('a', 'large')])).toEqual([])
  })
})

/** Modules that do nothing but import, by their paths; `type ` marks an import of types alone. */
function planted(imports: Record<string, string>) {
  return Object.entries(imports).map(([path, specifier]) => {
    const [, type = '', name = ''] = /^(type )?(.*)$/.exec(specifier) ?? []
    return readModule(path, name && `import ${type ? 'type { A } from ' : ''}'${name}'`)
  })
}
