import type { Alias } from 'vite'

/** The packages of the app that this one runs with, by the versions that a test project uses. */
export interface Peers {
  /** Instead of what is installed under these names: for the tests, for this package, and for what both depend on. */
  alias: Alias[]
  /** What `React.version` begins with. */
  react: string
  /** Major version. */
  reactDropzone: number
}

export const newestPeers: Peers = { alias: [], react: '19.3.', reactDropzone: 20 }

export const react18: Peers = {
  ...newestPeers,
  alias: [{ find: /^(react|react-dom)(?=\/|$)/, replacement: '$1-18' }],
  react: '18.2.',
}

export const dropzone19: Peers = {
  ...newestPeers,
  alias: [{ find: /^react-dropzone(?=\/|$)/, replacement: 'react-dropzone-19' }],
  reactDropzone: 19,
}
