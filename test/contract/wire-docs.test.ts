import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openapiDocument } from '../../scripts/openapi-document.ts'
import { isWireCode, wireStatus } from '../../src/contract/wire-code.ts'
import { plainObject } from '../../src/contract/wire-value.ts'
import { probePicture } from '../../src/doctor/backend/probe-picture.ts'
import { ENDPOINT, plantBackend } from '../doctor/backend/planted-backend.ts'
import { Bindings, readExamples } from './http-examples.ts'
import { resolveRef, schemaFaults } from './schema-faults.ts'

const page = readFileSync(new URL('../../docs/wire-contract.md', import.meta.url), 'utf8')
const examples = readExamples(page)
const document = openapiDocument()
const ORIGIN = 'https://app.example.com'

const { options } = plantBackend({ options: { endpoint: ENDPOINT } })
const bindings = new Bindings()

test('docs/wire-contract.md has an example of each step and of refusals', () => {
  expect(examples.length).toBeGreaterThanOrEqual(12)
})

// In their order: each goes on where the one before has ended.
test.each(examples)('the example is what the handler does: $title', async ({ request, answer }) => {
  const target = bindings.fill(request.target)
  const url = target.startsWith('/') ? ORIGIN + target.replace('/api/profile-image', '/api/photo') : target
  const isStorage = request.method === 'PUT'
  const session = isStorage ? {} : { authorization: 'Bearer alice' }
  const body = isStorage ? probePicture() : bindings.fill(request.body)
  const response = await options.fetch?.(url, {
    method: request.method,
    headers: { ...session, ...request.headers },
    ...(request.body !== '' && { body }),
  })
  expect(response?.status).toBe(answer.status)
  for (const [name, value] of Object.entries(answer.headers)) expect(response?.headers.get(name)).toBe(value)
  if (isStorage) return
  const seen: unknown = await response?.json()
  expect(bindings.bind(JSON.parse(answer.body), seen)).toEqual(seen)
  expect(bindings.areIdsDistinct).toBe(true)
  expect(schemaFaults(schemaOf(request, answer.status), seen, document)).toEqual([])
  if (answer.status !== 200 || request.body === '') return
  expect(schemaFaults(bodySchemaOf(request), JSON.parse(String(body)), document)).toEqual([])
})

interface Asked {
  method: string
  target: string
}

function operationOf({ method, target }: Asked) {
  return resolveRef(
    `#/paths/${target.slice('/api'.length).replaceAll('/', '~1')}/${method.toLowerCase()}`,
    document,
  )
}

function schemaOf(asked: Asked, status: number) {
  return resolveRef(`#/responses/${status}/content/application~1json/schema`, operationOf(asked))
}

function bodySchemaOf(asked: Asked) {
  return resolveRef('#/requestBody/content/application~1json/schema', operationOf(asked))
}

test('it has a line for every code, with its status', () => {
  const rows = Array.from(page.matchAll(/^\| `([\w-]+)` +\| (\d+)/gm), ([, code, status]) => [
    code,
    Number(status),
  ])
  const schema = resolveRef('#/components/schemas/WireErrorCode', document)
  const codes = (schema['enum'] as string[]).filter(isWireCode)
  expect(rows).toEqual(codes.map((code) => [code, wireStatus(code)]))
})

test('OpenAPI knows each refusal of the handler that doctor meets', async () => {
  const { runBackendDoctor } = await import('../../src/doctor/run-backend-doctor.ts')
  const planted = plantBackend()
  const unknown: string[] = []
  let count = 0
  await runBackendDoctor({
    ...planted.options,
    async fetch(input, init) {
      const request = new Request(input, init)
      const response = (await planted.options.fetch?.(request)) ?? new Response()
      if (!request.url.startsWith(ENDPOINT)) return response
      count++
      const asked = { method: request.method, target: request.url.replace(ENDPOINT, '/api/profile-image') }
      const responses = plainObject(operationOf(asked)['responses'])
      const isKnown = responses !== null && Object.hasOwn(responses, String(response.status))
      const faults = isKnown
        ? schemaFaults(schemaOf(asked, response.status), await response.clone().json(), document)
        : ['status']
      if (faults.length > 0)
        unknown.push(`${asked.method} ${asked.target} ${response.status}: ${faults.join(', ')}`)
      return response
    },
  })
  expect(unknown).toEqual([])
  expect(count).toBeGreaterThan(20)
})
