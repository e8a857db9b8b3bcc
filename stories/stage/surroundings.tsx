import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { Decorator } from '@storybook/react-vite'
import { useEffect, useMemo, useState } from 'react'
import { ar } from '../../src/messages/ar.ts'
import { de } from '../../src/messages/de.ts'
import { backendOf } from './backend-of.ts'
import { ENDPOINT, propsOver, wireTo } from './network.ts'
import { applyMediaRules } from './media-rules.ts'
import type { Toolbar } from './toolbar.ts'
import './stage.css'

const PACKS = { en: {}, de, ar }

/**
 * Gives the component its backend, over the network and in the language that the toolbar says. A story that has a backend
 * of its own keeps it.
 */
export const WithBackend: Decorator = function WithBackend(Story, context) {
  const { id, args } = context
  const { network, locale } = context.globals as Toolbar
  const props = useMemo(() => propsOver(wireTo(backendOf({ id }), network)), [id, network])
  useEffect(() => {
    if (network !== 'offline') return
    const { end } = backendOf({ id }).fail('offline', { times: Infinity })
    return end
  }, [id, network])
  const { endpoint = ENDPOINT, send = props.send, messages } = args
  return (
    <Story
      args={{
        ...args,
        send,
        endpoint: endpoint === ENDPOINT ? props.endpoint : endpoint,
        messages: { ...PACKS[locale], ...(messages as object | undefined) },
      }}
    />
  )
}

export const WithQueryClient: Decorator = function WithQueryClient(Story) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Story />
    </QueryClientProvider>
  )
}

/** Theme, direction, language and motion, as an app has them around the component. */
export const WithPage: Decorator = function WithPage(Story, { globals, viewMode }) {
  const { theme, direction, locale, motion } = globals as Toolbar
  useEffect(() => (motion === 'reduced' ? applyMediaRules('prefers-reduced-motion') : undefined), [motion])
  const dir = direction === 'auto' ? (locale === 'ar' ? 'rtl' : 'ltr') : direction
  return (
    <div className="stage" data-theme={theme} data-view={viewMode} dir={dir} lang={locale}>
      <Story />
    </div>
  )
}
