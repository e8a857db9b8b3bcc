import type { ObjectStore } from '../../server/object-store.ts'
import { cannotTell, type Finding, pass, type Verdict } from '../finding.ts'
import { failureName } from '../failure-name.ts'

/** Deletes what was stored, wherever the examination has ended, and says what is left. */
export async function cleanUp(store: ObjectStore, keys: readonly string[]): Promise<Finding> {
  const title = 'Nothing is left of this examination'
  return { id: 'clean-up', title, ...(await deleteAll(store, keys)) }
}

async function deleteAll(store: ObjectStore, keys: readonly string[]): Promise<Verdict> {
  const left: string[] = []
  let reason = ''
  for (const key of keys) {
    try {
      await store.delete(key)
    } catch (error) {
      left.push(key)
      reason = failureName(error)
    }
  }
  if (left.length === 0) return pass('All that may have been stored was deleted.')
  return cannotTell(
    `Left for the lifecycle rule of staging/: ${left.join(', ')} (${reason.replace(/\.$/, '')}).`,
  )
}
