import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { handler as profileImage } from './profile-image.ts'

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { rawPath, rawQueryString, cookies, body, isBase64Encoded, requestContext } = event
  const { method } = requestContext.http
  const headers = new Headers(Object.entries(event.headers).map(([name, value = '']) => [name, value]))
  if (cookies !== undefined) headers.set('cookie', cookies.join('; '))
  const hasBody = method !== 'GET' && method !== 'HEAD' && body !== undefined
  const request = new Request(`https://${requestContext.domainName}${rawPath}?${rawQueryString}`, {
    method,
    headers,
    body: hasBody ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : null,
  })
  const response = await profileImage(request)
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}
