// node first-url.mjs <line> <folder of the built package>
// Prints what it takes in this fresh process from the import to the first presigned URL, as { ms, cpuMs }.
import { pathToFileURL } from 'node:url'

const [, , line = '', builtPackage = ''] = process.argv
const bucket = 'pictures'
const region = 'eu-central-1'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a secret of this benchmark' }
const upload = /** @type {const} */ ({
  type: 'image/jpeg',
  sizeBytes: 30_000,
  sha256: `${'A'.repeat(43)}=`,
})

/** @type {Readonly<Record<string, () => Promise<string>>>} */
const firstUrl = {
  async aws4fetch() {
    const { AwsV4Signer } = await import('aws4fetch')
    const signer = new AwsV4Signer({
      ...credentials,
      method: 'PUT',
      url: `https://${bucket}.s3.${region}.amazonaws.com/staging/a?X-Amz-Expires=300`,
      headers: {
        'content-length': `${upload.sizeBytes}`,
        'content-type': upload.type,
        'if-none-match': '*',
        'x-amz-checksum-sha256': upload.sha256,
      },
      service: 's3',
      region,
      signQuery: true,
      allHeaders: true,
    })
    return (await signer.sign()).url.href
  },

  async s3Store() {
    const { s3Store } = await importServer()
    const store = s3Store({ bucket, region, credentials })
    return (await store.signPut('staging/a', upload, 300)).url
  },

  async 'request-url'() {
    const { createProfileImageHandler, s3Store } = await importServer()
    const handler = createProfileImageHandler({
      store: s3Store({ bucket, region, credentials }),
      ticketSecret: 'a ticket secret of this benchmark',
      imageUrl: 'https://img.example.com',
      authorize: () => ({ id: 'user:42' }),
      loadImage: () => null,
      saveImage: () => {},
    })
    const headers = {
      'content-type': 'application/json',
      'x-profile-image': '1',
      'sec-fetch-site': 'same-origin',
    }
    const url = 'https://app.example.com/api/profile-image/request-url'
    const response = await handler(
      new Request(url, { method: 'POST', headers, body: JSON.stringify(upload) }),
    )
    return (await response.json()).upload.url
  },

  async 'AWS SDK presigner'() {
    const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
    // Otherwise it signs the checksum of an empty body as well.
    const s3 = new S3Client({ region, credentials, requestChecksumCalculation: 'WHEN_REQUIRED' })
    const put = new PutObjectCommand({
      Bucket: bucket,
      Key: 'staging/a',
      ContentType: upload.type,
      ContentLength: upload.sizeBytes,
      ChecksumSHA256: upload.sha256,
      IfNoneMatch: '*',
    })
    return getSignedUrl(s3, put, {
      expiresIn: 300,
      signableHeaders: new Set(['content-type']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    })
  },

  async 'Better Upload, handleRequest'() {
    const { handleRequest, route } = await import('@better-upload/server')
    const { aws } = await import('@better-upload/server/clients')
    const images = route({
      fileTypes: ['image/jpeg', 'image/png', 'image/webp'],
      maxFileSize: 5 * 1024 * 1024,
    })
    const router = { client: aws({ ...credentials, region }), bucketName: bucket, routes: { images } }
    const file = { name: 'photo.jpg', size: upload.sizeBytes, type: upload.type }
    const url = 'https://app.example.com/api/upload'
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ route: 'images', files: [file] })
    const response = await handleRequest(new Request(url, { method: 'POST', headers, body }), router)
    return (await response.json()).files[0].signedUrl
  },
}

const startedAtMs = performance.now()
const begun = process.cpuUsage()
const url = (await firstUrl[line]?.()) ?? ''
const { user, system } = process.cpuUsage(begun)
const ms = performance.now() - startedAtMs
const isSigned = /X-Amz-SignedHeaders=[^&]*content-length%3Bcontent-type%3Bhost/.test(url)
if (!isSigned || !url.includes('X-Amz-Signature=')) throw new Error(`${line} made no such URL: ${url}`)
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000 }))

/** @returns {Promise<typeof import('../../src/server/index.ts')>} */
function importServer() {
  return import(`${pathToFileURL(builtPackage).href}server/index.js`)
}
