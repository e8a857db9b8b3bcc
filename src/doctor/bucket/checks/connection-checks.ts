import { type Check, cannotTell, fail, pass } from '../../finding.ts'
import type { BucketContext } from '../bucket-context.ts'
import { words } from '../s3-reply.ts'

/**
 * Handlers correct for what S3 tells them of its time, but the policy on the age of signatures leaves 60 s, and other
 * programs on a machine like that fail. Half of it is time to act.
 */
const MAX_SKEW_SECONDS = 30

export const connectionChecks: readonly Check<BucketContext>[] = [
  {
    id: 'https',
    title: 'The storage is reached by https',
    run({ right, given }) {
      const { protocol, hostname, host } = new URL(right.grant.url)
      if (protocol === 'https:') return pass('It is.')
      const isLoopback = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
      if (isLoopback) return pass('It is this machine, which browsers trust without it.')
      const better = (given.endpoint ?? `http://${host}`).replace('http:', 'https:')
      return fail(
        'Pages refuse to upload over http: anybody on the way could read and change the picture.',
        `s3Store({ endpoint: '${better}' })`,
      )
    },
  },
  {
    id: 'clock',
    title: 'The clock of this machine is that of S3',
    run({ found }) {
      if (!found.listing.headers.has('date')) return cannotTell('The server does not say what time it is.')
      const seconds = Math.round(found.skewMs / 1000)
      if (Math.abs(seconds) <= MAX_SKEW_SECONDS) return pass(`They differ by ${Math.abs(seconds)} s.`)
      return fail(
        `It is ${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead'}: URLs seem signed at another time than they are.`,
        'timedatectl set-ntp true   # on the machine whose clock is wrong: this one, or that of the storage',
      )
    },
  },
  {
    id: 'region',
    title: 'The bucket is in the region that URLs are signed for',
    run({ found, given }) {
      if (found.region === given.region) return pass(`The server accepts ${given.region}.`)
      return fail(
        `It is in ${found.region}, not in ${given.region}: every URL would be refused or redirected.`,
        `s3Store({ region: '${found.region}' })`,
      )
    },
  },
  {
    id: 'missing-is-404',
    title: 'What is missing is said to be missing, not forbidden',
    run({ found: { listing }, bucket }) {
      if (listing.status === 200) return pass('The credentials may list the bucket.')
      if (listing.status !== 403) return cannotTell(`The server answered ${words(listing)} to a listing.`)
      return fail(
        'The credentials may not list the bucket, so S3 answers 403 for what is not there: confirm says "misconfigured".',
        `{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::${bucket}"}   # policy of the server's role`,
      )
    },
  },
]
