import { type StoredImage, UploadError } from '../../../src/server/index.ts'
import type { Actor } from './actor.ts'
import { type Run, violation } from './run.ts'
import { idIn, isPicture, OWNER_FOLDER } from './world.ts'

/**
 * `saveImage` of an app with one row for the owner. Two arguments: it writes blindly, as today's contract says. With
 * a third one, `replaces`, it compares and sets, and returns whether it did.
 */
export function saveInRow(run: Run, actor: Actor, given: readonly unknown[]): boolean {
  const [, image, replaces] = given as [unknown, StoredImage | null, (string | null)?]
  const { world } = run
  refuse(run, image)
  if (given.length > 2 && world.row !== replaces) return false
  const before = idIn(world.row)
  if (image === null) {
    // Today's contract does not say which image is removed: it is the one that the handler has read.
    const meant = idIn((given.length > 2 ? replaces : actor.loaded) ?? null)
    if (actor.act.type === 'remove' && meant !== null) {
      actor.meant = meant
      world.history.removed.add(meant)
    }
  } else {
    checkSaving(run, image)
    world.history.saved.add(image.id)
    if (before !== null && before !== image.id) world.history.replaced.add(before)
  }
  world.row = image?.key ?? null
  return true
}

/** `inspect`, which image-life.md adds to the contract. */
export function inspectPicture(run: Run, id: string): void {
  if (run.app.inspections?.some((name) => name === run.world.names.get(id))) refusePicture(run, id)
}

function refuse(run: Run, image: StoredImage | null): void {
  if (image === null) {
    if (run.app.removals === true)
      throw new UploadError('remove-rejected', { details: { reason: 'Staff have a photo.' } })
    return
  }
  const isRefused = run.app.savings?.some((name) => name === run.world.names.get(image.id)) === true
  if (isRefused && run.isRefusingSavings) refusePicture(run, image.id)
}

function refusePicture(run: Run, id: string): never {
  run.world.history.refused.add(id)
  throw new UploadError('confirm-rejected', { details: { reason: 'No face.' } })
}

/**
 * P4: "When `saveImage` runs, the object is there".
 *
 * A saving that will be taken back is left to P1: the algorithm lets a compare-and-set of an image win that was ended
 * meanwhile, sees its tombstone when it looks back, and writes null again.
 */
function checkSaving(run: Run, { id, key }: StoredImage): void {
  const isEnded = run.world.store.objects.get(`staging/${OWNER_FOLDER}/${id}`)?.bytes.length === 0
  if (isPicture(run.world, key) || isEnded) return
  violation(run, 'P4', `${run.world.names.get(id)} was saved, and no picture is there`)
}
