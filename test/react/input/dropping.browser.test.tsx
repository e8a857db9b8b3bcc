import { waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { forEachOwner } from '../each-owner.ts'
import { picture, renderPhoto, transferOf } from '../render-photo.tsx'

const real = forEachOwner()
const INVITATION = 'Drop to use this photo.'
const LIMITS = 'JPEG, PNG or WebP, up to 5\u00A0MB. You can also drop or paste a photo.'

test('a dropped picture is uploaded', async () => {
  const photo = renderPhoto({ endpoint: real().endpoint })
  const transfer = transferOf([await picture()])
  photo.drag('dragenter', transfer)
  await waitFor(() => expect(photo.group().dataset['drag']).toBe('accept'))
  photo.drag('drop', transfer)
  await photo.status('Profile photo saved.')
  expect(photo.group().dataset['drag']).toBe('none')
})

test('what a drop would do is said in the place of what has failed, picture and text', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  backend.answer('confirm', () => Response.json({ error: { code: 'forbidden' } }, { status: 403 }))
  photo.choose(await picture())
  await photo.phase('error')
  await waitFor(() => expect(photo.failedPreview()).toBeVisible())
  const transfer = transferOf([await picture('#0a0')])
  photo.drag('dragenter', transfer)
  await waitFor(() => expect(photo.visibleTexts()).toEqual([INVITATION]))
  expect(photo.failedPreview()).not.toBeVisible()
  photo.drag('dragleave', transfer)
  await waitFor(() => expect(photo.failedPreview()).toBeVisible())
})

test('a picture that is pasted on the button is uploaded', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  photo.paste(await picture())
  await photo.status('Profile photo saved.')
  expect(backend.saved.length).toBe(1)
})

test('two files are refused together, and nothing is sent', async () => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint })
  photo.choose(await picture('#111'), await picture('#222'))
  await photo.alert('Error: Choose one photo. You chose 2.')
  expect(photo.button('Choose photo')).toHaveAccessibleDescription(/You chose 2/)
  expect(backend.wire).toEqual([])
})

test.each(['drop', 'paste', 'choose'] as const)('disabled: a %s does nothing', async (act) => {
  const backend = real()
  const photo = renderPhoto({ endpoint: backend.endpoint, disabled: true })
  photo[act](await picture())
  await new Promise((resolve) => setTimeout(resolve, 100))
  await photo.phase('idle')
  expect(photo.group().dataset['drag']).toBe('none')
  expect(backend.wire).toEqual([])
  photo.rerender({ endpoint: backend.endpoint })
  photo[act](await picture())
  await photo.status('Profile photo saved.')
})

describe('while something is dragged over it', () => {
  type Photo = ReturnType<typeof renderPhoto>
  const befores = {
    idle: async () => {},
    success: async (photo: Photo) => {
      photo.choose(await picture())
      await photo.status('Profile photo saved.')
    },
    error: async (photo: Photo) => {
      photo.choose(new File(['text'], 'photo.jpg', { type: 'image/jpeg' }))
      await photo.phase('error')
    },
  }

  test.each(Object.entries(befores))(
    'that will be accepted, it invites to drop, when %s',
    async (phase, arrange) => {
      const photo = renderPhoto({ endpoint: real().endpoint })
      await arrange(photo)
      await photo.phase(phase)
      const before = photo.visibleTexts()
      expect(before).not.toContain(INVITATION)
      const transfer = transferOf([await picture()])
      photo.drag('dragenter', transfer)
      await waitFor(() => expect(photo.group().dataset['drag']).toBe('accept'))
      expect(photo.visibleTexts()).toEqual([INVITATION])
      photo.drag('dragleave', transfer)
      await waitFor(() => expect(photo.visibleTexts()).toEqual(before))
    },
  )

  test.each(Object.entries(befores))(
    'that will be rejected, it names the limits, when %s',
    async (phase, arrange) => {
      const photo = renderPhoto({ endpoint: real().endpoint })
      await arrange(photo)
      await photo.phase(phase)
      photo.drag('dragenter', transferOf([new File(['text'], 'notes.txt', { type: 'text/plain' })]))
      await waitFor(() => expect(photo.group().dataset['drag']).toBe('reject'))
      expect(photo.visibleTexts()).toEqual([LIMITS])
    },
  )
})
