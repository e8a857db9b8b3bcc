import type { BrowserCommand, BrowserCommandContext } from 'vitest/node'

/** A key, after those that are held down meanwhile: "Tab", "Shift+Tab", "Enter", "Space", "Escape", "Control+v". */
type Chord = string

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Presses real keys, one chord after the other: what they do is the browser's doing. */
    pressKeys(...chords: Chord[]): Promise<void>
  }
}

/** What a provider without Playwright gives to its commands. */
// oxlint-disable-next-line typescript/consistent-type-definitions
export type KeyPresser = {
  pressKey(chord: Chord): Promise<void>
}

export const pressKeys: BrowserCommand<Chord[]> = async (context, ...chords) => {
  const press = keyPresserOf(context)
  for (const chord of chords) await press(chord)
}

function keyPresserOf(context: BrowserCommandContext | (BrowserCommandContext & KeyPresser)) {
  if ('pressKey' in context) return context.pressKey
  const { page } = context
  return (chord: Chord) => page.keyboard.press(chord)
}
