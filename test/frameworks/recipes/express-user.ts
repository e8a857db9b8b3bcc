import type { IncomingMessage } from 'node:http'
import express from 'express'
import { createProfileImageHandler } from 'react-profile-image-upload/server'
import { toNodeListener } from 'react-profile-image-upload/server/node'
import { options, session } from './profile-image.ts'

type SignedIn = IncomingMessage & { user?: { id: string } }

const handler = createProfileImageHandler({
  ...options,
  authorize: (_request, { user }: SignedIn) => (user ? { id: `user:${user.id}` } : null),
})

const app = express()
app.use(session)
app.use(
  '/api/profile-image',
  toNodeListener(handler, (req): SignedIn => req),
)
app.listen(process.env['PORT'] ?? 3000)
