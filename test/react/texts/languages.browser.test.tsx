import { expect, onTestFinished, test } from 'vitest'
import { ar } from '../../../src/messages/ar.ts'
import { de } from '../../../src/messages/de.ts'
import { forEachOwner } from '../each-owner.ts'
import { picture, renderPhoto } from '../render-photo.tsx'

const real = forEachOwner()

const inArabic = (maxMegabytes: number) =>
  new Intl.NumberFormat('ar', { style: 'unit', unit: 'megabyte' }).format(maxMegabytes).replace(' ', '\u00A0')

test('Arabic in a page from right to left: texts, the size as Intl writes it, and the name in its place', async () => {
  document.documentElement.dir = 'rtl'
  onTestFinished(() => document.documentElement.removeAttribute('dir'))
  const backend = real()
  const held = backend.hold('request-url')
  const photo = renderPhoto({ endpoint: backend.endpoint, messages: ar })
  expect(photo.group()).toHaveAccessibleName('صورة الملف الشخصي')
  expect(photo.button('اختيار صورة')).toBeVisible()
  expect(photo.visibleTexts()).toContain(
    `JPEG أو PNG أو WebP، بحد أقصى ${inArabic(5)}. يمكنك أيضًا إفلات صورة هنا أو لصقها.`,
  )
  photo.choose(await picture())
  await photo.phase('requesting')
  expect(photo.visibleTexts()).toContain('جارٍ رفع \u2068holiday.png\u2069.')
  expect(photo.bar()).toHaveAccessibleName('جارٍ رفع الصورة')
  held.release()
  await photo.status('تم حفظ صورة الملف الشخصي.')
})

test('Arabic: an error says what was wrong, with its numbers', async () => {
  const photo = renderPhoto({ endpoint: real().endpoint, messages: ar })
  photo.choose(new File([new Uint8Array(6 * 1024 * 1024)], 'large.png'))
  await photo.phase('error')
  expect(photo.visibleTexts()).toContain(
    `خطأ: يجب ألا يتجاوز حجم الملف المحدد ${inArabic(5)}. حجم هذا الملف ${inArabic(6)}.`,
  )
})

test('a language with texts of your own over it', () => {
  const messages = { ...de, label: 'Ihr Gesicht', errors: { ...de.errors, offline: 'Kein Netz.' } }
  const photo = renderPhoto({ endpoint: real().endpoint, messages })
  expect(photo.group()).toHaveAccessibleName('Ihr Gesicht')
  expect(photo.button('Foto auswählen')).toBeVisible()
})
