import { expect, test } from 'vitest'
import { makeRequest } from '../../../src/testing/backend/make-request.ts'

test('a signal of another realm, as jsdom has them, is no hindrance', () => {
  const foreign = Object.create(null) as AbortSignal
  expect(() => new Request('https://a.example', { signal: foreign })).toThrow(TypeError)
  expect(makeRequest('https://a.example', { signal: foreign }).url).toBe('https://a.example/')
})

test('the rest of what fetch is given stays', async () => {
  const init = { method: 'POST', headers: { 'x-profile-image': '1' }, body: 'text' }
  for (const request of [
    makeRequest('https://a.example/b', init),
    makeRequest(new Request('https://a.example/b', init)),
  ]) {
    expect([request.method, request.url]).toEqual(['POST', 'https://a.example/b'])
    expect(request.headers.get('x-profile-image')).toBe('1')
    expect(await request.text()).toBe('text')
  }
})

test('without a page, an address is one of localhost', () => {
  expect(makeRequest('/api/profile-image').url).toBe('http://localhost/api/profile-image')
})
