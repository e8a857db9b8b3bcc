import type { CDPSession } from 'playwright'
import { type Finding, unfoldValue } from './unfold-value.ts'

/** Every console call from now on: its arguments as the console previews them, and as it unfolds them. */
export async function listenToConsole(session: CDPSession): Promise<() => Promise<Finding[]>> {
  const calls: Promise<Finding[]>[] = []
  session.on('Runtime.consoleAPICalled', ({ args }) => {
    calls.push(
      Promise.resolve([{ path: 'console', text: JSON.stringify(args) }]),
      ...args.map((arg) => unfoldValue(session, arg, 'console')),
    )
  })
  await session.send('Runtime.enable')
  return async () => (await Promise.all(calls)).flat()
}
