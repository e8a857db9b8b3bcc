/** A request as servers get it. In Firefox, requests are without `body`: there it is read, and handed on as a stream. */
export async function withBodyStream(request: Request): Promise<Request> {
  if ('body' in request) return request
  const { url, method, headers }: Request = request
  const { body } = new Response(await (request as Request).blob())
  return Object.defineProperty(new Request(url, { method, headers }), 'body', { value: body })
}
