import type { BucketSetup } from '../../bucket-setup/bucket-setup.ts'
import { type Command, UsageError } from './command.ts'
import { awsCli } from '../formats/aws-cli.ts'
import { cloudFormation } from '../formats/cloudformation.ts'
import { terraform } from '../formats/terraform.ts'
import { readOptions } from './read-options.ts'
import { SETUP_OPTIONS, SETUP_USAGE, setupOf } from './setup-arguments.ts'

const FORMATS: Readonly<Record<string, (setup: BucketSetup) => string>> = {
  json: (setup) => `${JSON.stringify(setup, null, 2)}\n`,
  'aws-cli': awsCli,
  cloudformation: cloudFormation,
  terraform,
}

/** Prints every document. It asks nobody, and changes nothing. */
export const policies: Command = {
  name: 'policies',
  summary: 'print what a bucket and its account need',
  usage: `${SETUP_USAGE}
  --region R      of the bucket, for ARNs in China and GovCloud; by default AWS_REGION or AWS_DEFAULT_REGION
  --format F      ${Object.keys(FORMATS).join(', ')}; json by default`,

  async run(args, host) {
    const { format = 'json', ...given } = readOptions(args, { ...SETUP_OPTIONS, format: { type: 'string' } })
    const print = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
    if (print === undefined) {
      throw new UsageError(`--format must be one of ${Object.keys(FORMATS).join(', ')}, not "${format}".`)
    }
    host.print(print(setupOf(given, host)).trimEnd())
    return 0
  },
}
