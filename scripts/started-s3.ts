/**
 * An S3 server that runs until this process ends: what the tests need to know of it. Or the reason why there is none,
 * as an exit status: 2 when it cannot be installed here, 1 when it does not start.
 */
export type StartedS3 = { environment: NodeJS.Dict<string> } | { status: number }
