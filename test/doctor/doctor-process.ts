// The command as a process: what the tests send a signal to.
import { doctor } from '../../src/cli/doctor.ts'

process.exitCode = await doctor(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
})
