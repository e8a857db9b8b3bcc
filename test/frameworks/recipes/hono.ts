import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { handler } from './profile-image.ts'

const app = new Hono()
app.all('/api/profile-image/*', (c) => handler(c.req.raw))
serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) })
