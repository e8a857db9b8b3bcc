import type { Page } from 'playwright'

/** As a pointer does that comes near: what comes afterwards is the upload, and not the loading of its code. */
export async function loadEngine(page: Page): Promise<void> {
  const [module] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('connect-uploader')),
    page.getByRole('group').hover(),
  ])
  // As text: Vitest would make another import of it.
  await page.evaluate(`import("${module.url()}").then(() => {})`)
}
