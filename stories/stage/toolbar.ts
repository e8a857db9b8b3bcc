import type { Preview } from '@storybook/react-vite'
import type { NetworkName } from './network.ts'

type GlobalType = NonNullable<Preview['globalTypes']>[string]
type Icon = NonNullable<NonNullable<GlobalType['toolbar']>['icon']>

/** What the toolbar says. */
export interface Toolbar {
  theme: 'light' | 'dark'
  direction: 'auto' | 'ltr' | 'rtl'
  locale: 'en' | 'de' | 'ar'
  network: NetworkName
  motion: 'system' | 'reduced'
}

export const initialGlobals = {
  theme: 'light',
  direction: 'auto',
  locale: 'en',
  network: 'fast',
  motion: 'system',
} satisfies Toolbar

export const globalTypes: Record<keyof Toolbar, GlobalType> = {
  theme: menu('Theme', 'mirror', { light: 'Light', dark: 'Dark' }),
  direction: menu('Direction', 'transfer', {
    auto: 'Direction of the language',
    ltr: 'Left to right',
    rtl: 'Right to left',
  }),
  locale: menu('Language', 'globe', { en: 'English', de: 'Deutsch', ar: 'العربية' }),
  network: menu('Network', 'lightning', {
    direct: 'No delay',
    fast: 'Fast',
    'slow-3g': 'Slow 3G',
    stall: 'Stalls at 40%',
    offline: 'Offline',
  }),
  motion: menu('Motion', 'play', { system: 'Motion of the system', reduced: 'Reduced motion' }),
}

function menu(title: string, icon: Icon, titles: Record<string, string>): GlobalType {
  const items = Object.entries(titles).map(([value, itemTitle]) => ({ value, title: itemTitle }))
  return { description: title, toolbar: { title, icon, items, dynamicTitle: true } }
}
