import { hydrateRoot } from 'react-dom/client'
import { App } from './app.tsx'

hydrateRoot(document, <App src={new URLSearchParams(location.search).get('src')} />)
