// `npm run demo`: the page and the backend route in one process, with a strict S3 in memory or the bucket that
// S3_ENDPOINT, S3_BUCKET, S3_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY name.
// Exit status: 2 when these make no sense, or the bucket cannot be used.
import { runDemo } from './run-demo.ts'
import { readS3Environment } from './s3-environment.ts'

try {
  await runDemo(readS3Environment(process.env))
  process.exit(0)
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(2)
}
