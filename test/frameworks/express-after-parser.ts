import express from 'express'
import { toNodeListener } from 'react-profile-image-upload/server/node'
import { handler } from './recipes/profile-image.ts'

const app = express()
app.use(express.json())
app.use('/api/profile-image', toNodeListener(handler))
app.listen(process.env['PORT'])
