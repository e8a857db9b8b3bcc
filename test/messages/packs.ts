import { type ImageRules, imageRules } from '../../src/contract/image-rules.ts'
import { type AnyUploadError, UploadError } from '../../src/contract/upload-error.ts'
import { ar } from '../../src/messages/ar.ts'
import { de } from '../../src/messages/de.ts'
import { es } from '../../src/messages/es.ts'
import { fr } from '../../src/messages/fr.ts'
import { ja } from '../../src/messages/ja.ts'
import { createFormat } from '../../src/react/texts/format.ts'
import type { Messages } from '../../src/react/texts/messages.ts'
import { describeUploadError, resolveMessages } from '../../src/react/texts/resolve-messages.ts'

export const english = resolveMessages()

/** Every language but English, by its tag. */
export const packs = { ar, de, es, fr, ja }

export const languages = Object.entries(packs).map(([tag, pack]) => ({ tag, pack }))

export const MB = 1024 * 1024
/** Of one type, so that texts hold no list: a hint of two types has "or" in it. */
export const rules: ImageRules = imageRules({ types: ['image/png'], maxSizeBytes: 1.5 * MB })

/** An error of each code, and of both kinds where details may be absent. */
export const sampleErrors: Readonly<Record<string, AnyUploadError>> = {
  ...Object.fromEntries(
    Object.keys(english.errors).map((code) => [code, new UploadError(code as 'unexpected')]),
  ),
  'too-many-files': new UploadError('too-many-files', { details: { count: 1203 } }),
  'unsupported-type': new UploadError('unsupported-type', {
    details: { type: 'image/gif', allowed: rules.types },
  }),
  'unsupported-type, unknown': new UploadError('unsupported-type', {
    details: { type: null, allowed: rules.types },
  }),
  'file-too-large': new UploadError('file-too-large', {
    details: { sizeBytes: 7.25 * MB, maxSizeBytes: rules.maxSizeBytes },
  }),
  'picture-too-small': new UploadError('picture-too-small', {
    details: { width: 10, height: 300, minSidePixels: 1203 },
  }),
  'heic-unsupported': new UploadError('heic-unsupported', { details: { allowed: rules.types } }),
  'request-rejected': new UploadError('request-rejected', { details: { reason: null } }),
  'request-rejected, with a reason': new UploadError('request-rejected', { details: { reason: 'No.' } }),
  'confirm-rejected': new UploadError('confirm-rejected', { details: { reason: null } }),
  'confirm-rejected, with a reason': new UploadError('confirm-rejected', { details: { reason: 'No.' } }),
  'remove-rejected': new UploadError('remove-rejected', { details: { reason: null } }),
  'remove-rejected, with a reason': new UploadError('remove-rejected', { details: { reason: 'No.' } }),
}

/** Every text as a user reads it, by its key or code. */
export function textsOf(messages: Messages): Record<string, string> {
  const { locale, errors: _, hint, uploading, sent, uploaded, ...plain } = messages
  const format = createFormat(locale)
  const errors = Object.entries(sampleErrors).map(([name, error]) => [
    `errors: ${name}`,
    describeUploadError(error, messages),
  ])
  return {
    ...plain,
    hint: typeof hint === 'string' ? hint : hint(rules, format),
    uploading: typeof uploading === 'string' ? uploading : uploading('\u2068me.png\u2069'),
    sent: typeof sent === 'string' ? sent : sent(340 * 1024, 1.5 * MB, format),
    uploaded: typeof uploaded === 'string' ? uploaded : uploaded(0.25, format),
    ...Object.fromEntries(errors),
  }
}
