import type { FaultsPage } from './page-entry.ts'

/** Made by `watchPage` before this page began. */
export const faults = (globalThis as unknown as { faults: FaultsPage }).faults
