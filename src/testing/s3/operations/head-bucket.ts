import type { Operation } from './operation.ts'

export const headBucket: Operation = {
  name: 'HeadBucket',
  knows: {},
  run: () => new Response(null),
}
