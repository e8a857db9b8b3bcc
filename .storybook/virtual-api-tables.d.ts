declare module 'virtual:api-tables' {
  /** By the name of the exported thing. */
  export const api: Readonly<Record<string, import('./read-api.ts').ApiEntry>>
}
