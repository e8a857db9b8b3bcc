import type { CurrentImage } from '../../contract/messages.ts'
import type { HandlerConfig } from '../handler-config.ts'
import { parseImageKey } from '../image/object-keys.ts'
import type { Route } from './session.ts'

/** `GET …`: the image that is saved now, or null. */
export function currentRoute<O extends { id: string }, C>(config: HandlerConfig<O, C>): Route<O> {
  return async ({ owner }): Promise<CurrentImage | null> => {
    const saved = await config.app.loadImage(owner)
    // An empty column means none, too.
    if (!saved) return null
    const ours = parseImageKey(saved)
    if (ours === null) return { url: saved }
    const isKey = saved.startsWith('avatars/')
    return { url: isKey ? await config.imageUrl(saved) : saved, id: ours.id, type: ours.type }
  }
}
