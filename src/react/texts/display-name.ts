/** Control characters, marks that turn the direction of the text around them, and others that nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const MAX_LENGTH = 60
/** Of these, the end of a name: its extension. */
const END_LENGTH = 20

/**
 * A file's name for display, and for nothing else: it is whatever somebody called the file. Without characters
 * that deceive, and of 60 characters at most: the middle of a longer one is left out.
 */
export function displayName(fileName: string): string {
  const characters = Array.from(fileName.normalize('NFC').replace(UNSEEN, ''))
  if (characters.length <= MAX_LENGTH) return characters.join('')
  const start = characters.slice(0, MAX_LENGTH - END_LENGTH - 1)
  return `${start.join('')}…${characters.slice(-END_LENGTH).join('')}`
}

/** A name within a sentence, as `<bdi>` is for elements: the two do not change each other's direction. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}
