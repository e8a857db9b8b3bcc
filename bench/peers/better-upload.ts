import { handleRequest, route, type Router } from '@better-upload/server'
import { toNodeHandler } from '@better-upload/server/adapters/node'
import { aws } from '@better-upload/server/clients'
import { type Backend, BUCKET, CREDENTIALS, REGION, URL_EXPIRES_IN_SECONDS } from './backend.ts'

/** Better Upload, with one route that lets the same pictures in. */
export function createBackend(): Backend {
  const router: Router = {
    client: aws({ ...CREDENTIALS, region: REGION }),
    bucketName: BUCKET,
    routes: {
      images: route({
        fileTypes: ['image/jpeg', 'image/png', 'image/webp'],
        maxFileSize: 5 * 1024 * 1024,
        signedUrlExpiresIn: URL_EXPIRES_IN_SECONDS,
        // Where one checks who asks. Its keys are its own: a UUID and the name of the file.
        onBeforeUpload: () => {},
      }),
    },
  }
  return {
    handle: (request) => handleRequest(request, router),
    listener: (req, res) => void toNodeHandler(router)(req, res),
  }
}
