// `npm run ci:install`: what the steps of `npm run ci` need besides Node, once and in front of them. In the steps only what
// is missing would be installed: by then that is nothing.
// Exit status: 1 when something could not be installed.
import { aptInstall } from './apt-install.ts'
import { cephPackages } from './ceph-rgw.ts'
import { ENGINES } from './engines.ts'
import { installLocalStack } from './localstack.ts'
import { npm } from './npm.ts'

const packages = [...cephPackages(), ...Object.values(ENGINES).flatMap((engine) => engine.packages)]
const obstacle = aptInstall(packages) ?? installLocalStack()
if (obstacle !== null) {
  console.error(`ci-install: ${obstacle}`)
  process.exit(1)
}
// Fills npm's cache.
await npm('ci', '--prefix', 'test/frameworks')
