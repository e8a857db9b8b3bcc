import { afterAll, beforeAll, expect, test } from 'vitest'
import { photo } from '../picture/samples.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('T-28: a file name with line breaks is in no request, neither head nor body, and not with the image', async () => {
  const { page } = await stage.openPage()
  const heard: Promise<string>[] = []
  page.on('request', (request) => {
    const head = request.allHeaders().then(JSON.stringify)
    heard.push(head.then((text) => `${request.method()} ${request.url()} ${text} ${request.postData()}`))
  })
  const told = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const status = document.querySelector('[role=status]')
        new MutationObserver(() => {
          if (status?.textContent?.startsWith('Uploading')) resolve(status.textContent)
        }).observe(document.body, { childList: true, characterData: true, subtree: true })
      }),
  )

  const transfer = await page.evaluateHandle(
    (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], 'injected\r\nX-Injected: yes\r\n\r\n.jpg', { type: 'image/jpeg' }))
      return data
    },
    Buffer.from(await photo(20_000)).toString('base64'),
  )
  await page.getByRole('group', { name: 'Profile photo' }).dispatchEvent('drop', { dataTransfer: transfer })
  expect(await told).toBe('Uploading injectedX-Injected: yes.jpg.')
  await expect
    .poll(() => page.getByRole('status').textContent(), { timeout: 30_000 })
    .toBe('Profile photo saved.')

  const requests = await Promise.all(heard)
  const methods = requests.map((request) => request.split(' ', 1)[0])
  expect(methods.filter((method) => method !== 'GET')).toEqual(['POST', 'PUT', 'POST'])
  const shown = page.getByRole('img', { name: 'Current profile photo' })
  // Until the browser has the saved image, the picture is shown from the page.
  await expect.poll(() => shown.getAttribute('src')).toMatch(/^http/)
  const image = await fetch((await shown.getAttribute('src')) ?? 'no image')
  expect(image.status).toBe(200)
  const heads = [...requests, JSON.stringify([...image.headers])]
  expect(heads.filter((text) => /injected/i.test(text))).toEqual([])
})
