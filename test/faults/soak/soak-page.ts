import type { UploadPhase } from '../../../src/index.ts'
import type { PlannedUpload } from './soak-plan.ts'

/** On `globalThis` of the page. */
export interface SoakPage {
  /** Each uploader goes through its own; resolves when the last one has ended. */
  run(uploads: readonly PlannedUpload[]): Promise<UploadEnd[]>
  /** Whether no request is under way, also none of an upload that was replaced while it confirmed. */
  isQuiet(): boolean
  cacheSizes(): { mutations: number; queries: number }
}

/** What the page has seen of an upload. */
export interface UploadEnd {
  number: number
  /** The phase in which the planned act came; null when none was planned. */
  actedIn: UploadPhase | null
  end: 'idle' | 'success' | 'error' | 'replaced' | 'unmounted'
  /** Of the error before the retry, if there was one. */
  failedWith: string | null
  /** Of the image that is shown as saved. */
  imageId: string | null
}
