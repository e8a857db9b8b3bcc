import fastify from 'fastify'
import { toNodeListener } from 'react-profile-image-upload/server/node'
import { handler } from './profile-image.ts'

const profileImage = toNodeListener(handler)
const app = fastify()

app.register(
  async (scope) => {
    // Fastify would read the bodies: here nobody does before the handler.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    for (const path of ['/', '/*']) {
      scope.all(path, (request, reply) => {
        reply.hijack()
        profileImage(request.raw, reply.raw)
      })
    }
  },
  { prefix: '/api/profile-image' },
)
await app.listen({ port: Number(process.env['PORT'] ?? 3000) })
