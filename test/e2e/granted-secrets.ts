import type { Page } from 'playwright'
import type { UploadGrant } from '../../src/index.ts'

/** What must not be found anywhere: it fills with every ticket and signature that the backend grants from now on. */
export async function grantedSecrets(page: Page): Promise<string[]> {
  const secrets = ['X-Amz-', '/staging/']
  await page.route(/request-url$/, async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    if (response.ok()) {
      const { ticket, upload }: UploadGrant = JSON.parse(body)
      secrets.push(ticket, new URL(upload.url).searchParams.get('X-Amz-Signature') ?? 'unsigned')
    }
    await route.fulfill({ response, body })
  })
  return secrets
}
