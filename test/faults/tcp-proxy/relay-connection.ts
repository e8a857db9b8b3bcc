import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Aim } from './aim.ts'
import { type ConnectionDamage, type ConnectionFault, pointOf } from './connection-fault.ts'
import { createRequestCutter, type RequestHead } from './http-framing.ts'

/** A request as it passed, whatever became of it. */
export interface WireRequest {
  readonly method: string
  /** With its query. */
  readonly target: string
  /** When its head had come, in milliseconds since the epoch by the machine's clock. */
  readonly atMs: number
  /** The same by the clock that the proxy was given. */
  readonly clockMs: number
  /** Of its body, how much went on to the server. */
  bodyBytes: number
  /** Of its answer; null: none went on to the client. */
  status: number | null
  /** A fault is meant for it. */
  isAimedAt: boolean
  isDamaged: boolean
}

type Direction = 'up' | 'down'

interface Plan {
  damage: ConnectionDamage
  direction: Direction
  afterBytes: number
}

/** How many pieces a throttled connection moves in a second. */
const PIECES_PER_SECOND = 20

export interface RelayPorts {
  aim: Aim<RequestHead, ConnectionFault>
  log(request: WireRequest): void
  /** A byte has gone on, or come to be thrown away. */
  heard(): void
  now(): number
}

/** Passes on what client and server say, and does to a request what the aim has for it. */
export function relayConnection(client: Socket, server: Socket, { aim, log, heard, now }: RelayPorts): void {
  const cut = createRequestCutter()
  let request: WireRequest | null = null
  let plan: Plan | null = null
  let answerBytes = 0
  /** Nothing goes on any more, in either direction. */
  let isDead = false

  async function begin(head: RequestHead, bytes: Buffer): Promise<void> {
    const { method, target } = head
    const fault = aim.next(head)
    request = {
      method,
      target,
      atMs: Date.now(),
      clockMs: now(),
      bodyBytes: 0,
      status: null,
      isAimedAt: fault !== null,
      isDamaged: false,
    }
    log(request)
    plan = fault && { damage: fault.damage, ...pointOf(fault, head) }
    answerBytes = 0
    await write(server, bytes)
    if (plan?.direction === 'up' && plan.afterBytes === 0) await pass('up', Buffer.alloc(0), 0)
  }

  /** Bytes go on until the plan says that it is enough; then comes the damage, and the rest if anything is left. */
  async function pass(direction: Direction, bytes: Buffer, passedBytes: number): Promise<void> {
    if (plan?.direction !== direction || passedBytes + bytes.length < plan.afterBytes) {
      return send(direction, bytes)
    }
    const room = Math.max(plan.afterBytes - passedBytes, 0)
    await send(direction, bytes.subarray(0, room))
    const pace = await damage()
    const piece = pace === null ? bytes.length : Math.ceil(pace / PIECES_PER_SECOND)
    for (let start = room; start < bytes.length; start += piece) {
      if (pace !== null) await sleep(1000 / PIECES_PER_SECOND)
      await send(direction, bytes.subarray(start, start + piece))
    }
  }

  /** Does what is planned; the pace at which the connection goes on, or null for as fast as it can. */
  async function damage(): Promise<number | null> {
    const kind = plan?.damage ?? null
    if (request !== null) request.isDamaged = true
    if (typeof kind === 'object' && kind !== null) {
      // Every byte from here on is slow, so that plan stays.
      if ('bytesPerSecond' in kind) return kind.bytesPerSecond
      plan = null
      await sleep(kind.delayMs)
      return null
    }
    plan = null
    if (kind === 'half-close') client.end()
    else isDead = true
    if (kind === 'reset') client.resetAndDestroy()
    // It goes on reading what the client sends: closing over unread bytes would be a reset.
    if (kind === 'cut') client.end()
    if (kind === 'reset' || kind === 'cut') server.end()
    if (kind === 'hold') await new Promise(() => {})
    return null
  }

  async function send(direction: Direction, bytes: Buffer): Promise<void> {
    heard()
    if (isDead) return
    if (direction === 'up' && request !== null) request.bodyBytes += bytes.length
    await write(direction === 'up' ? server : client, bytes)
  }

  async function takeRequest(chunk: Buffer): Promise<void> {
    for (const { head, bytes } of cut(chunk)) {
      if (isDead) return
      await (head === null ? pass('up', bytes, request?.bodyBytes ?? 0) : begin(head, bytes))
    }
  }

  async function takeAnswer(chunk: Buffer): Promise<void> {
    const passedBytes = answerBytes
    answerBytes += chunk.length
    await pass('down', chunk, passedBytes)
    if (request === null || isDead || passedBytes > 0) return
    request.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(chunk.toString('latin1', 0, 12))?.[1] ?? Number.NaN)
  }

  pump(client, takeRequest, () => server.end())
  pump(server, takeAnswer, () => client.end())
  client.once('close', (hadError) => void (hadError && server.destroy()))
  server.once('close', (hadError) => void (hadError && client.resetAndDestroy()))
}

/** Takes one chunk after the other, and reads no more than is taken. */
function pump(from: Socket, take: (chunk: Buffer) => Promise<void>, end: () => void): void {
  // A connection that breaks is what this is for; whoever reads it is told by its end.
  from.on('error', () => {})
  void (async () => {
    for await (const chunk of from as AsyncIterable<Buffer>) await take(chunk)
    end()
  })().catch(() => from.destroy())
}

function write(to: Socket, bytes: Buffer): Promise<void> {
  if (bytes.length === 0 || !to.writable) return Promise.resolve()
  return new Promise((resolve) => {
    to.write(bytes, () => resolve())
  })
}
