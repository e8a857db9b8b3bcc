import { createLazyUploader, type LazyUploader } from '../../../src/upload/lazy/lazy-uploader.ts'
import { createLoader } from '../../../src/upload/lazy/loader.ts'
import type { Uploader } from '../../../src/upload/uploader.ts'
import type { EngineByHand } from '../uploader-by-hand.ts'

/** An uploader that is loaded when it is first needed; what only the engine knows is asked of it. */
export function lazyByHand(
  { onFailed, clock, connection }: EngineByHand,
  load: () => Promise<EngineByHand['make']>,
): Uploader & LazyUploader<Uploader> {
  const lazy = createLazyUploader({
    loader: createLoader(load, { clock, connection }),
    makeEngine: (module, failure) => module(failure),
    onFailed,
  })
  return {
    ...lazy,
    getFile: () => lazy.engine()?.getFile() ?? null,
    getFailedFile: () => lazy.engine()?.getFailedFile() ?? null,
    canRemove: () => lazy.engine()?.canRemove() ?? !lazy.isRemoving(),
  }
}
