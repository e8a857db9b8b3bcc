import { type Check, fail, pass } from '../../finding.ts'
import type { BucketContext } from '../bucket-context.ts'
import { unread } from './judge-reply.ts'
import { element, isOk } from '../s3-reply.ts'
import { s3apiLine } from './shell-lines.ts'

export const settingChecks: readonly Check<BucketContext>[] = [
  {
    id: 'object-lock',
    title: 'Nothing keeps objects from being deleted',
    async run(context) {
      const reply = await context.read('object-lock')
      if (reply.code === 'ObjectLockConfigurationNotFoundError') return pass('Object Lock is off.')
      if (!isOk(reply)) return unread(reply)
      if (!reply.text.includes('<DefaultRetention>')) return pass('Object Lock retains nothing by default.')
      return fail(
        'Object Lock retains every object: pictures cannot be removed, and staging does not expire.',
        `${s3apiLine(context, 'put-object-lock-configuration', { 'object-lock-configuration': '{"ObjectLockEnabled":"Enabled"}' })}   # without a Rule`,
      )
    },
  },
  {
    id: 'requester-pays',
    title: 'The owner of the bucket pays',
    async run(context) {
      const reply = await context.read('requestPayment')
      if (!isOk(reply)) return unread(reply)
      if (element(reply.text, 'Payer') !== 'Requester') return pass('That is so.')
      return fail(
        'Requester Pays is on: a PUT of a page is refused, because it lacks x-amz-request-payer.',
        s3apiLine(context, 'put-bucket-request-payment', {
          'request-payment-configuration': 'Payer=BucketOwner',
        }),
      )
    },
  },
]
