import { createHash } from 'node:crypto'
import { describeCall } from '../page/page-entry.ts'
import { hastyTries, tooLongWaits, tooManyResends, tooManyTries } from './tries.ts'
import type { RunRecord } from './run-record.ts'

/** What has to hold after every run, whatever went wrong in it: each returns the sentences that say what does not. */
export const INVARIANTS: Readonly<Record<string, (record: RunRecord) => string[]>> = {
  'I1: every final object has the bytes that were announced': ({ objects, grants }) =>
    objects
      .filter(({ key }) => key.startsWith('avatars/'))
      .filter(({ key, bytes }) => {
        const digest = createHash('sha256').update(bytes).digest('base64')
        return !grants.some(({ id, sha256 }) => key.includes(id) && sha256 === digest)
      })
      .map(({ key }) => `${key} has bytes that nobody announced`),

  'I2: no PUT starts with a URL that is past its life': ({ storageRequests }) =>
    storageRequests
      .filter(({ method }) => method === 'PUT')
      .filter(({ target, clockMs }) => clockMs > expiryMs(target))
      .map(({ target, clockMs }) => `a PUT came ${clockMs - expiryMs(target)} ms after the end of its URL`),

  'I3: an upload is saved once': ({ saved }) =>
    repeated(saved.map(({ id }) => id)).map((id) => `${id} was saved more than once`),

  'I4: a run ends, in success or in one of our errors, and leaves nothing running': ({
    entries,
    mutationsLeft,
    pageErrors,
  }) => {
    const last = entries.findLast((entry) => entry.kind === 'state')
    const phase = last?.kind === 'state' ? last.phase : 'nothing'
    const isUnmounted = entries.at(-1)?.kind === 'unmounted'
    return [
      ...(isUnmounted || ENDS.has(phase) ? [] : [`it ended in ${phase}`]),
      ...(mutationsLeft === 0 ? [] : [`${mutationsLeft} mutations are left`]),
      ...pageErrors.map((error) => `uncaught: ${error}`),
    ]
  },

  'I5: success comes after a confirm that was answered with 200': ({ entries, confirmed }) =>
    entries.flatMap((entry) => {
      if (entry.kind !== 'state' || entry.phase !== 'success') return []
      const answer = confirmed.find(({ id, atMs }) => id === entry.imageId && atMs <= entry.atMs)
      return answer === undefined ? [`success for ${entry.imageId} before any 200`] : []
    }),

  'I6: no URL, signature or ticket can be read anywhere': ({ texts, grants }) => {
    const secrets = ['X-Amz-Signature', ...grants.flatMap(({ ticket, signature }) => [ticket, signature])]
    return Object.entries(texts)
      .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
      .map(([place]) => `a secret is in: ${place}`)
  },

  'I7: progress never goes back within a PUT, and never to the end': ({ entries }) => {
    let last = 0
    return entries.flatMap((entry) => {
      if (entry.kind === 'state') last = 0
      if (entry.kind !== 'progress' || entry.fraction === null) return []
      const { fraction } = entry
      const isWrong = fraction < last || fraction >= 1
      const before = last
      last = fraction
      return isWrong ? [`progress went from ${before} to ${fraction}`] : []
    })
  },

  'I8: no request after the end: a success, an error, a cancel, an unmount or a reload': ({ entries }) => {
    let isOver = false
    return entries.flatMap((entry) => {
      const isEnd = entry.kind === 'unmounted' || entry.kind === 'loaded'
      if (isEnd || (entry.kind === 'state' && ENDS.has(entry.phase))) isOver = true
      if (entry.kind === 'act') isOver = false
      return entry.kind === 'call' && isOver ? [`${describeCall(entry)} when all was over`] : []
    })
  },

  'I9: every object URL is given back': ({ entries }) => {
    // A reload gives back what the page had.
    const begin = entries.findLastIndex(({ kind }) => kind === 'loaded')
    const open = entries
      .slice(begin)
      .reduce((sum, entry) => sum + (entry.kind === 'object-url' ? entry.change : 0), 0)
    return open === 0 ? [] : [`${open} object URLs were made and not given back`]
  },

  'I10: tries are few, none follows another without a pause, and all pauses end in time': ({
    entries,
    storageRequests,
  }) => [
    ...tooManyTries(entries),
    ...hastyTries(entries),
    ...tooLongWaits(entries),
    ...tooManyResends(entries, storageRequests),
  ],

  'I11: a URL that led to an image stores nothing more': ({ replays }) =>
    replays
      .filter(({ status }) => status < 300)
      .map(({ id, status }) => `the URL of ${id} still answers ${status}`),

  'I12: final objects have our metadata and nothing else': ({ objects }) =>
    objects
      .filter(({ key }) => key.startsWith('avatars/'))
      .flatMap(({ key, headers, metadata }) => {
        const found = [...Object.keys(headers), ...Object.keys(metadata).map((name) => `x-amz-meta-${name}`)]
        const isOurs = found.sort().join() === FINAL_HEADERS && headers['cache-control'] === CACHE_CONTROL
        return isOurs ? [] : [`${key} has ${found.join()} and cache-control ${headers['cache-control']}`]
      }),
}

/** Phases in which nothing runs. */
const ENDS: ReadonlySet<string> = new Set(['idle', 'success', 'error'])

const CACHE_CONTROL = 'public, max-age=86400'
const FINAL_HEADERS = [
  'cache-control',
  'content-type',
  'x-amz-meta-height',
  'x-amz-meta-sha256',
  'x-amz-meta-upload',
  'x-amz-meta-width',
].join()

function expiryMs(target: string): number {
  const query = new URL(target, 'http://storage').searchParams
  const [, day = '', time = ''] = /^(\d{8})T(\d{6})Z$/.exec(query.get('X-Amz-Date') ?? '') ?? []
  const iso = `${day.replace(/(\d{4})(\d\d)/, '$1-$2-')}T${time.replace(/(\d\d)(\d\d)/, '$1:$2:')}Z`
  return Date.parse(iso) + Number(query.get('X-Amz-Expires')) * 1000
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
