import type { Plant, PlantedS3 } from './bucket/planted-bucket.ts'

/** A server that takes what the strict one refuses with this code, or with any. */
export function lenient(applies: (request: Request) => boolean, code?: string): Plant {
  return {
    async before(request, s3) {
      const body = new Uint8Array(await request.clone().arrayBuffer())
      const answer = await s3.fetch(request.clone())
      if (answer.ok || request.method !== 'PUT' || !applies(request)) return answer
      if (code !== undefined && !(await answer.clone().text()).includes(`<Code>${code}<`)) return answer
      return s3.force('PUT', request, body)
    },
  }
}

/** What an S3 does that has never heard of conditional writes. */
export async function ignoringConditions(request: Request, s3: PlantedS3): Promise<Response> {
  if (request.method === 'PUT' && request.headers.has('if-none-match')) await s3.force('DELETE', request)
  return s3.fetch(request)
}
