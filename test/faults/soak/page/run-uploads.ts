import type { ProfileImageUploader } from '../../../../src/index.ts'
import type { UploadEnd } from '../soak-page.ts'
import type { PlannedUpload, SoakAct } from '../soak-plan.ts'
import type { Lane } from './lane.ts'
import { paintPicture } from './paint-picture.ts'

/** One after the other, each as soon as the one before has ended or is to be replaced. */
export async function runUploads(lane: Lane, uploads: readonly PlannedUpload[]): Promise<UploadEnd[]> {
  // Before the first starts: what is to replace another must be at hand when that one is in its phase.
  const files = await Promise.all(
    uploads.map(({ picture, number }) =>
      paintPicture(picture.seed, picture.sidePixels, `picture-${number}.png`),
    ),
  )
  const ends: UploadEnd[] = []
  for (const [index, upload] of uploads.entries()) {
    ends.push(await runUpload(lane, upload, files[index] as File))
  }
  // The last one may have been left to a successor.
  await lane.until(isSettled)
  return ends
}

async function runUpload(lane: Lane, upload: PlannedUpload, file: File): Promise<UploadEnd> {
  const { number, act } = upload
  const before = lane.uploader().state
  lane.number = number
  if (upload.way === 'input') choose(lane, file)
  else lane.uploader().upload(file)
  await lane.until((shown) => shown?.state.phase === 'preparing' && shown.state !== before)

  const actedIn = act && (await perform(lane, act))
  if (act?.kind === 'replace') return { number, actedIn, end: 'replaced', failedWith: null, imageId: null }
  if (act?.kind === 'unmount') return { number, actedIn, end: 'unmounted', failedWith: null, imageId: null }
  await lane.until(isSettled)
  const failedWith = lane.uploader().error?.code ?? null
  if (failedWith !== null) {
    lane.uploader().retry()
    await lane.until(isPending)
    await lane.until(isSettled)
  }
  const { status, image } = lane.uploader()
  if (status === 'pending') throw new Error('What has settled goes on.')
  return { number, actedIn, end: status, failedWith, imageId: image?.id ?? null }
}

/** As a person does: the browser fills the input and tells of it. */
function choose(lane: Lane, file: File): void {
  const input = document.querySelector<HTMLInputElement>(`#${lane.name} input[type=file]`)
  if (input === null) throw new Error('The dropzone has no file input.')
  const chosen = new DataTransfer()
  chosen.items.add(file)
  input.files = chosen.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

/** The phase in which it came. */
async function perform(lane: Lane, { kind, inPhase, afterMs }: SoakAct): Promise<UploadEnd['actedIn']> {
  await lane.until((shown) => shown?.state.phase === inPhase || isSettled(shown))
  if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
  const { phase } = lane.uploader().state
  if (kind === 'cancel') lane.uploader().cancel()
  if (kind === 'unmount') {
    lane.setMounted(false)
    await lane.until((shown) => shown === null)
    lane.setMounted(true)
    await lane.until((shown) => shown !== null)
  }
  return phase
}

function isPending(shown: ProfileImageUploader | null): boolean {
  return shown?.status === 'pending'
}

function isSettled(shown: ProfileImageUploader | null): boolean {
  return shown !== null && shown.status !== 'pending'
}
