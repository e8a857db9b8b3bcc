import type { PublicImage, UploadGrant } from '../../src/contract/messages.ts'

/** The smallest valid PNG: one pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)

/** A picture that keeps the rules; other names, other bytes. */
export function pictureFile(name: string = 'portrait.png'): File {
  return new File([PNG, name], name, { type: 'image/png' })
}

export function publicImage(id: string): PublicImage {
  return {
    id,
    url: `https://img.example.com/avatars/${id}.png`,
    type: 'image/png',
    width: 1,
    height: 1,
    sizeBytes: 70,
  }
}

/** What must never be seen outside the wire: a part of each of the secrets below. */
export const SECRETS: RegExp = /X-Amz-|canary/

/** What `request-url` answers: the n-th URL of an upload. */
export function uploadGrant(n: number = 1, expiresInSeconds: number = 300): UploadGrant & GrantLife {
  return {
    ticket: `ticket-canary-${n}`,
    id: 'upload-1',
    upload: {
      url: `https://s3.example.com/staging/key-canary?n=${n}&X-Amz-Signature=canary`,
      headers: { 'content-type': 'image/png', 'if-none-match': '*', 'x-amz-checksum-sha256': 'c2hh' },
      expiresInSeconds,
    },
  }
}

type GrantLife = { upload: { expiresInSeconds: number } }
