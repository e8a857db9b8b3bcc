import { type Browser, chromium, type Page } from 'playwright'
import { createStrictS3 } from 'react-profile-image-upload/testing'
import { listen } from 'react-profile-image-upload/testing/node'
import { chromiumLaunchOptions } from '../../scripts/browser.mjs'
import { buildPage } from './build-page.ts'

/** An S3 server that checks everything, and a browser. */
export interface Stage {
  /** What the app of the recipes reads, with the credentials of a role's session, as Lambda and ECS set them. */
  environment: Record<string, string>
  /** The page of an app, which this stage serves in the place of a server that has none. Ada is signed in. */
  openPage(origin: string, page?: 'from the stage' | 'from the app'): Promise<Page>
  close(): Promise<void>
}

const BUCKET = 'pictures'
/** The cookie with which somebody is signed in. */
export const SESSION = { name: 'session', value: 'ada' }

export async function openStage(): Promise<Stage> {
  const [accessKeyId, secretAccessKey, sessionToken] = ['ASIAROLE', 'secret', 'session/token+of=a role']
  const cors = {
    allowedOrigins: ['http://localhost:*'],
    allowedMethods: ['PUT'],
    allowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-sha256'],
    exposeHeaders: ['ETag', 'x-amz-request-id'],
  }
  const s3 = createStrictS3({
    buckets: [{ name: BUCKET, cors: [cors], publicReadPrefixes: ['avatars/'] }],
    credentials: { [accessKeyId]: secretAccessKey },
    sessionTokens: { [accessKeyId]: sessionToken },
  })
  const storage = await listen(s3.fetch)
  const files = await buildPage()
  const browser: Browser = await chromium.launch(await chromiumLaunchOptions())
  return {
    environment: {
      S3_ENDPOINT: storage.url,
      BUCKET,
      TICKET_SECRET: 'a secret of thirty-two bytes, or more',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    },
    async openPage(origin, from = 'from the stage') {
      // Not the language of the machine, which may be none that `Intl` knows.
      // A page that no server has sent counts as one of the internet, which has to ask for what is on this machine.
      const context = await browser.newContext({ locale: 'en-US', permissions: ['local-network-access'] })
      await context.addCookies([{ ...SESSION, url: origin }])
      const page = await context.newPage()
      if (from === 'from the stage') {
        for (const [path, body] of files) {
          await page.route(origin + path, (route) =>
            route.fulfill({ body: Buffer.from(body), contentType: contentType(path) }),
          )
        }
        await page.goto(`${origin}/index.html`)
      } else {
        await page.goto(origin)
      }
      await page.getByRole('button', { name: /Choose photo|Change photo/ }).waitFor()
      return page
    },
    async close() {
      await browser.close()
      await storage.close()
    },
  }
}

function contentType(path: string): string {
  return path.endsWith('.html') ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript'
}
