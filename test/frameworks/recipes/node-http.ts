import { createServer } from 'node:http'
import { toNodeListener } from 'react-profile-image-upload/server/node'
import { handler } from './profile-image.ts'

const profileImage = toNodeListener(handler)

createServer((req, res) => {
  if (/^\/api\/profile-image(?=[/?]|$)/.test(req.url ?? '')) profileImage(req, res)
  else res.writeHead(404).end()
}).listen(process.env['PORT'] ?? 3000)
