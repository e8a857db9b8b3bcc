/** Takes a body piece by piece. One of the last two is called, once. */
export interface BodySink {
  write(chunk: Uint8Array): void
  end(): void
  /** The body broke off. */
  fail(): void
}

/** Pours a body into a sink, never before it has returned; what it returns stops that. */
export type BodySource = (sink: BodySink) => () => void

/** The body of a Web request. */
export function streamBody({ body }: Request): BodySource {
  return (sink) => {
    const reader = body?.getReader()
    // Not before the caller has what stops it.
    queueMicrotask(() => void pour(reader, sink))
    return () => {
      // Not awaited: the answer does not depend on how the sender takes it.
      reader?.cancel().catch(() => {})
    }
  }
}

async function pour(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  sink: BodySink,
): Promise<void> {
  try {
    for (;;) {
      const chunk = (await reader?.read())?.value
      if (chunk === undefined) return sink.end()
      sink.write(chunk)
    }
  } catch {
    sink.fail()
  }
}
