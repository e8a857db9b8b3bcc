import { cdp, page } from 'vitest/browser'

/** How the page around the component is, apart from its state. */
export interface Look {
  name: string
  /** Media features of CSS, emulated. */
  media?: { 'prefers-color-scheme'?: 'dark'; 'forced-colors'?: 'active' }
  isArabic?: boolean
  /** A phone: 320 px wide, and a finger instead of a mouse. */
  isPhone?: boolean
}

export const LIGHT: Look = { name: 'light' }
export const DARK: Look = { name: 'dark', media: { 'prefers-color-scheme': 'dark' } }
export const FORCED_COLORS: Look = { name: 'forced-colors', media: { 'forced-colors': 'active' } }
export const RTL: Look = { name: 'rtl', isArabic: true }
export const PHONE: Look = { name: 'phone', isPhone: true }
export const LOOKS: readonly Look[] = [LIGHT, DARK, FORCED_COLORS, RTL, PHONE]

/** Devtools of the page, as far as they are needed here. */
interface Emulation {
  send(
    method: 'Emulation.setEmulatedMedia',
    media: { features: { name: string; value: string }[] },
  ): Promise<unknown>
  send(
    method: 'Emulation.setTouchEmulationEnabled',
    touch: { enabled: boolean; maxTouchPoints: number },
  ): Promise<unknown>
}

/** Makes the browser such a device. Nothing moves in any look, so that each picture is a moment like any other. */
export async function emulate({ media = {}, isPhone = false }: Look): Promise<void> {
  const features = Object.entries({ ...STILL, ...media }).map(([name, value]) => ({ name, value }))
  const emulation: Emulation = cdp()
  await emulation.send('Emulation.setEmulatedMedia', { features })
  await emulation.send('Emulation.setTouchEmulationEnabled', { enabled: isPhone, maxTouchPoints: 1 })
  await page.viewport(isPhone ? 320 : 640, 480)
}

const STILL = {
  'prefers-reduced-motion': 'reduce',
  'prefers-color-scheme': 'light',
  'forced-colors': 'none',
}
