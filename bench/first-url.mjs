// node first-url.mjs aws4fetch | <path of the built server entry>
// Prints the milliseconds from the import to the first presigned URL, in this fresh process.
import { pathToFileURL } from 'node:url'

const [, , given = ''] = process.argv
const region = 'eu-central-1'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a secret of this benchmark' }
const startedAtMs = performance.now()
const url = given === 'aws4fetch' ? await urlOfAws4fetch() : await urlOfPackage(given)
const elapsedMs = performance.now() - startedAtMs
if (!url.includes('X-Amz-Signature=')) throw new Error('That is no presigned URL.')
console.log(elapsedMs)

async function urlOfAws4fetch() {
  const { AwsV4Signer } = await import('aws4fetch')
  const signer = new AwsV4Signer({
    ...credentials,
    method: 'PUT',
    url: `https://pictures.s3.${region}.amazonaws.com/staging/a?X-Amz-Expires=300`,
    headers: { 'content-type': 'image/jpeg', 'if-none-match': '*' },
    service: 's3',
    region,
    signQuery: true,
    allHeaders: true,
  })
  return (await signer.sign()).url.href
}

/** @param {string} path */
async function urlOfPackage(path) {
  /** @type {typeof import('../src/server/index.ts')} */
  const { s3Store } = await import(pathToFileURL(path).href)
  const store = s3Store({ bucket: 'pictures', region, credentials })
  const sha256 = `${'A'.repeat(43)}=`
  return (await store.signPut('staging/a', { type: 'image/jpeg', sizeBytes: 30_000, sha256 }, 300)).url
}
