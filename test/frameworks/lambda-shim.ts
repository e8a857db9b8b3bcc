// node lambda-shim.ts <http-api|function-url>: calls the function of recipes/lambda.ts as AWS would, by events of payload
// format 2.0. No Lambda: what AWS does with an event or an answer is written after its documentation.
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { handler } from './recipes/lambda.ts'

const isHttpApi = process.argv[2] === 'http-api'

createServer(async (req, res) => {
  const url = new URL(req.url ?? '', `http://${req.headers.host}`)
  const body = await buffer(req)
  // What comes more than once is joined; cookies come in a list of their own, and nowhere else.
  const { cookie, ...headers } = Object.fromEntries(
    Object.entries(req.headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
  )
  const stage = isHttpApi ? 'prod' : '$default'
  const rawPath = isHttpApi ? `/prod${url.pathname}` : url.pathname
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: isHttpApi ? 'ANY /api/profile-image/{proxy+}' : '$default',
    rawPath,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      domainName: url.host,
      domainPrefix: 'api-id',
      http: {
        method: req.method ?? '',
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: '',
      },
      requestId: 'request-id',
      routeKey: '$default',
      stage,
      time: '12/Mar/2020:19:03:58 +0000',
      timeEpoch: 1583348638390,
    },
    ...(body.length > 0 && { body: body.toString(isHttpApi ? 'utf8' : 'base64') }),
    isBase64Encoded: !isHttpApi && body.length > 0,
  }
  // An event is JSON on its way: no undefined, no Buffer.
  const answer = await handler(JSON.parse(JSON.stringify(event)))
  res.writeHead(answer.statusCode ?? 200, answer.headers as Record<string, string>)
  res.end(Buffer.from(answer.body ?? '', answer.isBase64Encoded === true ? 'base64' : 'utf8'))
}).listen(process.env['PORT'])
