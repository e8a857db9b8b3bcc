import type { PublicImage, UploadGrant, UploadRequest } from '../../src/index.ts'

/** What one writes by hand: ask for a URL, PUT with progress, confirm. No checks, no retries, no cancel, no state. */
export async function rawUpload(endpoint: string, file: File, withHash: boolean): Promise<void> {
  const sha256 = withHash ? await sha256Of(file) : NO_HASH
  const request: UploadRequest = { type: 'image/jpeg', sizeBytes: file.size, sha256 }
  const { ticket, upload } = await post<UploadGrant>(`${endpoint}/request-url`, request)
  await put(upload, file)
  await post<PublicImage>(`${endpoint}/confirm`, { ticket })
}

/** As long as a real one. The storage of this benchmark does not check it. */
const NO_HASH = `${'A'.repeat(43)}=`

async function sha256Of(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}

async function post<Answer>(url: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
  return response.json() as Promise<Answer>
}

function put({ url, headers }: UploadGrant['upload'], file: File): Promise<void> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      document.title = `${Math.round((100 * loaded) / total)} %`
    })
    xhr.addEventListener('load', () => {
      if (xhr.status === 200) resolve()
      else reject(new Error(`The storage answered ${xhr.status}.`))
    })
    xhr.addEventListener('error', () => reject(new Error('The storage did not answer.')))
    xhr.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.send(file)
  })
}
