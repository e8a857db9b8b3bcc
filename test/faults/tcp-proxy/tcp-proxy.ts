import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { createAim } from './aim.ts'
import type { ConnectionFault } from './connection-fault.ts'
import type { RequestHead } from './http-framing.ts'
import { relayConnection, type WireRequest } from './relay-connection.ts'

export interface TcpProxy {
  readonly port: number
  /** All requests so far, in the order of their heads. */
  readonly requests: readonly WireRequest[]
  /** Whether every fault has met a request, and every such request has got far enough to be damaged. */
  isAllDone(): boolean
  /** Real milliseconds since a byte came from any side. */
  silentMs(): number
  fail(fault: ConnectionFault): void
  /** Open connections are reset, and new ones refused, until they are accepted again. */
  refuse(): Promise<void>
  accept(): Promise<void>
  close(): Promise<void>
}

/** A proxy on loopback that knows where requests begin, and breaks the connections of those it is aimed at. */
export async function openTcpProxy(serverPort: number, now = Date.now): Promise<TcpProxy> {
  const aim = createAim<RequestHead, ConnectionFault>()
  const requests: WireRequest[] = []
  const clients = new Set<Socket>()
  let lastByteAtMs = Date.now()
  const heard = () => {
    lastByteAtMs = Date.now()
  }

  const proxy = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    clients.add(client)
    client.once('close', () => clients.delete(client))
    const server = connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    relayConnection(client, server, { aim, log: (request) => requests.push(request), heard, now })
  })

  const start = (port: number) =>
    new Promise<void>((resolve, reject) => {
      proxy.once('error', reject).listen(port, '127.0.0.1', resolve)
    })
  const stop = () =>
    new Promise<void>((resolve) => {
      proxy.close(() => resolve())
      for (const client of clients) client.resetAndDestroy()
    })

  await start(0)
  const { port } = proxy.address() as AddressInfo
  return {
    port,
    requests,
    silentMs: () => Date.now() - lastByteAtMs,
    isAllDone: () => aim.isUsed() && requests.every(({ isAimedAt, isDamaged }) => isAimedAt === isDamaged),
    fail: aim.add,
    refuse: stop,
    accept: () => start(port),
    close: stop,
  }
}
