#!/usr/bin/env node
/// <reference types="node" />
import { runCli } from './run-cli.ts'

// Nobody reads on, as with `| head`: no reason to leave a bucket half set up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  fetch,
})
