import { onTestFinished, vi } from 'vitest'
import { cdp, server } from 'vitest/browser'

/** Whether this browser can be told to prefer something; in the others it is only pretended, to scripts. */
export const canEmulate = server.browser === 'chromium'

/** For this test the main pointer is a finger, or until the function that it returns is called. */
export async function useFinger(): Promise<() => Promise<void>> {
  if (canEmulate) {
    const touch = async (enabled: boolean) => {
      await cdp().send('Emulation.setTouchEmulationEnabled', { enabled })
    }
    const putAway = () => touch(false)
    await touch(true)
    onTestFinished(putAway)
    return putAway
  }
  const { matchMedia } = globalThis
  const spy = vi.spyOn(globalThis, 'matchMedia')
  spy.mockImplementation((query) => matchMedia(query === '(pointer: coarse)' ? 'all' : query))
  const putAway = () => Promise.resolve(spy.mockRestore())
  onTestFinished(putAway)
  return putAway
}

/** For this test the user prefers this, e.g. `{ 'forced-colors': 'active' }`. Only where `canEmulate`. */
export async function useMedia(features: Readonly<Record<string, string>>): Promise<void> {
  const set = async (entries: { name: string; value: string }[]) => {
    await cdp().send('Emulation.setEmulatedMedia', { features: entries })
  }
  await set(Object.entries(features).map(([name, value]) => ({ name, value })))
  onTestFinished(() => set([]))
}
