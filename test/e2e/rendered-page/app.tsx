import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, StrictMode, useState, useSyncExternalStore, version } from 'react'
import { ProfileImageDropzone, useProfileImageUpload, useUploadProgress } from '../../../src/index.ts'

/** A whole document, as frameworks render it: the component, the hook, and two of them on a page. */
export function App({ src }: { src: string | null }): ReactElement {
  const [client] = useState(() => new QueryClient())
  return (
    <StrictMode>
      <html lang="en">
        <head>
          <title>{`React ${version}`}</title>
          <link rel="icon" href="data:," />
        </head>
        <body>
          <QueryClientProvider client={client}>
            <ProfileImageDropzone endpoint="/api/first" src={src} label="First" />
            <Second src={src} />
          </QueryClientProvider>
        </body>
      </html>
    </StrictMode>
  )
}

function Second({ src }: { src: string | null }): ReactElement {
  const uploader = useProfileImageUpload({ endpoint: '/api/second', src, label: 'Second' })
  const progress = useUploadProgress(uploader)
  const isHydrated = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  return (
    <>
      <ProfileImageDropzone uploader={uploader} />
      <p>{progress === null ? 'Nothing is sent' : `${progress.sentBytes} bytes are sent`}</p>
      <output>{isHydrated ? 'Alive' : 'Rendered'}</output>
    </>
  )
}
