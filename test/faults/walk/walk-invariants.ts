import { inspect } from 'node:util'
import { isUploadError } from '../../../src/contract/upload-error.ts'
import { retryInvariants } from './retry-invariants.ts'
import type { Invariant, WalkRecord } from './walk-record.ts'

/** The numbers are those of the invariants that hold after every fault, of whatever kind of test. */
export const walkInvariants: Readonly<Record<string, Invariant>> = {
  'I1: an image is what the ticket promised': ({ server }) =>
    images(server).flatMap(({ key, sha256 }) => {
      const promised = server.issued.find(({ id }) => key.includes(id))?.sha256
      return promised === sha256 ? [] : [`${key} has other bytes than promised`]
    }),

  'I2: no URL that is past its life is sent, but one that was just renewed twice': ({ calls }) =>
    calls.flatMap(({ put }) =>
      put !== null && put.ageMs > put.ttlMs && put.renewals < 2 ? [`a PUT of age ${put.ageMs} ms`] : [],
    ),

  'I3: the image that is saved lies in the bucket, none that it has replaced, and never one after a newer one':
    ({ server }) => {
      const { saves } = server
      const keys = new Set(images(server).map(({ key }) => key))
      const current = saves.at(-1)?.key
      return saves.flatMap(({ id, key, sha256 }, n) => {
        const before = saves[n - 1]?.id ?? ''
        if (key === current && !keys.has(key)) return [`${key} was saved, but is not there`]
        if (key !== current && keys.has(key)) return [`${key} was replaced, but is still there`]
        if (id < before) return [`${id} was saved after ${before}`]
        return saves.some((other) => other.id === id && other.sha256 !== sha256) ? [`two rows for ${id}`] : []
      })
    },

  'I4: everything comes to an end, and an error is a typed one': ({
    ends,
    views,
    left,
    unhandled,
    callsToLeft,
  }) => {
    const { phase = 'idle' } = views.at(-1)?.state ?? {}
    const wrong = ends.flatMap(({ start, result }) => {
      if (result === null) return ['a promise has not settled']
      if (!('error' in result)) {
        const isImage = result.image !== null
        return isImage === (start !== null) ? [] : ['a promise has resolved with the wrong thing']
      }
      const { error } = result
      const isCancelled = isUploadError(error, 'aborted')
      if (isCancelled && start?.isAborted === false && !start.isReplaced) return ['aborted by nobody']
      const isTyped = isUploadError(error) && (error.code !== 'unexpected' || error.status !== null)
      return isTyped ? [] : [`a promise was rejected with ${inspect(error)}`]
    })
    if (!['idle', 'success', 'error'].includes(phase)) wrong.push(`it ends as ${phase}`)
    if (left.isEndless) wrong.push('it goes on for ever')
    if (left.timers > 0) wrong.push(`${left.timers} timers are left`)
    if (left.onlineListeners > 0) wrong.push(`${left.onlineListeners} listeners are left`)
    if (callsToLeft > 0) wrong.push('a listener that had left was called')
    return [...wrong, ...unhandled.map((reason) => `unhandled: ${inspect(reason)}`)]
  },

  'I5: success is what confirm has answered, and what is saved': ({ calls, views, saved, server, ends }) => {
    const confirmed = new Set(calls.flatMap(({ image }) => image?.id ?? []))
    const resolved = ends.flatMap(({ result }) => (result !== null && 'image' in result ? result.image : []))
    const shown = views.flatMap(({ state }) => state.image ?? [])
    const early = views.flatMap(({ atMs, state: { image } }) =>
      image !== null && !calls.some((call) => call.image?.id === image.id && (call.endedAtMs ?? atMs) <= atMs)
        ? [`${image.id} was shown too early`]
        : [],
    )
    const claimed = [...shown, ...saved, ...resolved].flatMap((image) => image?.id ?? [])
    const wrong = [...early]
    wrong.push(...claimed.filter((id) => !confirmed.has(id)).map((id) => `${id} was never confirmed`))
    const final = views.at(-1)?.state.image
    const current = server.saves.at(-1)?.id
    // An answer that was lost may have been that of a newer image.
    const isNewest = final && !server.asked.some((id) => id > final.id)
    if (isNewest && current !== final.id) wrong.push(`it shows ${final.id}, but ${current} is saved`)
    return wrong
  },

  'I6: no secret is shown': ({ views, ends, failed, server }) => {
    const errors = ends.flatMap(({ result }) => (result !== null && 'error' in result ? [result.error] : []))
    const shown = views.map(({ state, progress }) => ({ ...state, error: null, progress }))
    const text = inspect([shown, ...new Set([...errors, ...failed])], { depth: 9, showHidden: true })
    const secrets = ['X-Amz-', ...server.issued.map(({ ticket }) => ticket.slice(-43))]
    return secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} is shown`)
  },

  'I7: progress goes forward, and is never full': ({ views }) =>
    views.flatMap(({ state, progress }, n) => {
      if (progress === null) return []
      if (state.phase !== 'uploading') return [`progress while ${state.phase}`]
      if (progress.fraction !== null && progress.fraction >= 1) return ['progress is full']
      const before = views[n - 1]
      const isSamePut = before?.progress !== null && progress.sentBytes > 0
      return isSamePut && (before?.progress?.sentBytes ?? 0) > progress.sentBytes
        ? ['progress goes back']
        : []
    }),

  'I8: nothing begins for what was stopped or replaced': ({ calls }) =>
    calls.flatMap(({ step, isAllowed, isAborted }) => {
      if (isAborted) return [`${step} with a signal that is aborted`]
      return isAllowed ? [] : [`${step} out of turn`]
    }),

  'I11: a URL of a saved image stores nothing more': ({ replays }) =>
    replays.flatMap(({ id, status }) => ([403, 412].includes(status) ? [] : [`${id} answers ${status}`])),

  'I12: an image has our metadata and nothing else': ({ server }) =>
    images(server).flatMap(({ key, headers, metadata }) => {
      const names = Object.keys(headers).sort().join()
      const isOurs =
        names === 'cache-control,content-type' &&
        Object.keys(metadata).sort().join() === 'height,sha256,upload,width' &&
        headers['content-type'] === 'image/png' &&
        key.endsWith(`${metadata['upload']}.png`)
      return isOurs ? [] : [`${key} has ${inspect({ headers, metadata })}`]
    }),

  'what is saved is told once, and the newest last; what was cancelled is no failure': ({
    saved,
    failed,
  }) => [
    ...saved.flatMap(({ id }, n) => (id <= (saved[n - 1]?.id ?? '') ? [`${id} was told too late`] : [])),
    ...failed.filter(({ code }) => code === 'aborted').map(() => 'a cancel was told as a failure'),
  ],

  ...retryInvariants,
}

function images(server: WalkRecord['server']) {
  return server.objects().filter(({ key }) => key.startsWith('avatars/'))
}
