// `npm run openapi`: writes docs/openapi.json. A test fails when it is not what this makes.
import { writeFileSync } from 'node:fs'
import { openapiDocument } from './openapi-document.ts'

const file = new URL('../docs/openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openapiDocument(), null, 2)}\n`)
