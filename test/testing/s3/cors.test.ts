import { describe, expect, test } from 'vitest'
import { answerPreflight, corsHeaders } from '../../../src/testing/s3/bucket-cors.ts'
import { parseCorsXml, printCorsXml } from '../../../src/testing/s3/xml/cors-xml.ts'

const ORIGIN = 'https://app.example.com'

function preflight(headers: Record<string, string>): Request {
  return new Request('http://s3.test/b/k', { method: 'OPTIONS', headers })
}

describe('preflights', () => {
  const put = preflight({ origin: ORIGIN, 'access-control-request-method': 'PUT' })

  test('say why they are refused', () => {
    expect(() => answerPreflight(null, put)).toThrow('CORSResponse: CORS is not enabled for this bucket.')
    const rule = { allowedOrigins: ['https://other.example'], allowedMethods: ['PUT'] }
    expect(() => answerPreflight([rule], put)).toThrow(/^CORSResponse: No rule allows/)
    expect(() => answerPreflight([rule], preflight({ origin: ORIGIN }))).toThrow(/needs Origin/)
  })

  test('the first rule that allows all of it answers', () => {
    const rules = [
      { allowedOrigins: [ORIGIN], allowedMethods: ['GET'], maxAgeSeconds: 1 },
      { allowedOrigins: [ORIGIN], allowedMethods: ['PUT'], maxAgeSeconds: 2 },
      { allowedOrigins: ['*'], allowedMethods: ['PUT'], maxAgeSeconds: 3 },
    ]
    const maxAge = (origin: string) =>
      answerPreflight(rules, preflight({ origin, 'access-control-request-method': 'PUT' })).headers.get(
        'access-control-max-age',
      )
    expect([maxAge(ORIGIN), maxAge('https://other.example')]).toEqual(['2', '3'])
  })

  test('one star stands for any part of an origin or a header, case of headers aside', () => {
    const rule = {
      allowedOrigins: ['https://*.example.com'],
      allowedMethods: ['PUT'],
      allowedHeaders: ['X-Amz-*', 'Content-Type'],
    }
    const status = (origin: string, headers: string) => {
      const asked = { 'access-control-request-method': 'PUT', 'access-control-request-headers': headers }
      try {
        return answerPreflight([rule], preflight({ origin, ...asked })).status
      } catch {
        return 403
      }
    }
    expect(status(ORIGIN, 'content-type, x-amz-checksum-sha256')).toBe(200)
    expect(status(ORIGIN, 'content-type, if-none-match')).toBe(403)
    expect(status('https://example.com', 'content-type')).toBe(403)
    expect(status(`${ORIGIN}.evil`, 'content-type')).toBe(403)
  })

  test('any origin is answered with a star, and without credentials', () => {
    const headers = corsHeaders(
      [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }],
      preflight({ origin: ORIGIN }),
    )
    expect([...headers]).toEqual([])
    const get = new Request('http://s3.test/b/k', { headers: { origin: ORIGIN } })
    const answered = corsHeaders([{ allowedOrigins: ['*'], allowedMethods: ['GET'] }], get)
    expect(answered.get('access-control-allow-origin')).toBe('*')
    expect(answered.has('access-control-allow-credentials')).toBe(false)
  })
})

describe('the XML of CORS rules', () => {
  test('keeps every field through printing and parsing', () => {
    const rules = [
      {
        id: 'a & b',
        allowedOrigins: [ORIGIN, 'https://a&b.example'],
        allowedMethods: ['PUT', 'GET'],
        allowedHeaders: ['*'],
        exposeHeaders: ['ETag'],
        maxAgeSeconds: 3000,
      },
      { allowedOrigins: ['*'], allowedMethods: ['GET'], allowedHeaders: [], exposeHeaders: [] },
    ]
    expect(parseCorsXml(printCorsXml(rules))).toEqual(rules)
  })

  const inRule = (xml: string) => `<CORSConfiguration><CORSRule>${xml}</CORSRule></CORSConfiguration>`
  const needed = '<AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>'

  test.each([
    ['no rule', '<CORSConfiguration></CORSConfiguration>', 'MalformedXML'],
    ['no origin', inRule('<AllowedMethod>PUT</AllowedMethod>'), 'MalformedXML'],
    ['no method', inRule('<AllowedOrigin>*</AllowedOrigin>'), 'MalformedXML'],
    ['text between elements', inRule(`${needed}text`), 'MalformedXML'],
    ['an element that is not closed', inRule(`${needed}<AllowedHeader>`), 'MalformedXML'],
    ['two names', inRule(`${needed}${'<ID>a</ID>'.repeat(2)}`), 'MalformedXML'],
    ['two ages', inRule(`${needed}${'<MaxAgeSeconds>1</MaxAgeSeconds>'.repeat(2)}`), 'MalformedXML'],
    ['an age that is no number', inRule(`${needed}<MaxAgeSeconds>x</MaxAgeSeconds>`), 'MalformedXML'],
    ['another method', inRule(needed.replace('PUT', 'PATCH')), 'InvalidRequest'],
    ['an element that is not kept', inRule(`${needed}<Note>one</Note>`), 'NotImplemented'],
    ['another document', '<Policy/>', 'MalformedXML'],
  ])('with %s is refused', (_title, xml, code) => {
    expect(() => parseCorsXml(xml)).toThrow(expect.objectContaining({ code }))
  })
})
