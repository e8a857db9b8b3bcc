import express from 'express'
import { toNodeListener } from 'react-profile-image-upload/server/node'
import { handler } from './profile-image.ts'

const app = express()
app.use('/api/profile-image', toNodeListener(handler))
app.use(express.json())
app.listen(process.env['PORT'] ?? 3000)
