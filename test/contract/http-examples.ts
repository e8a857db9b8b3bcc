/** A request of docs/wire-contract.md, and the answer below it. */
export interface HttpExample {
  /** As the test names it. */
  title: string
  request: { method: string; target: string; headers: Record<string, string>; body: string }
  answer: { status: number; headers: Record<string, string>; body: string }
}

/** The `http` blocks of a page, in pairs. */
export function readExamples(page: string): HttpExample[] {
  const blocks = Array.from(page.matchAll(/^```http\n(.*?)^```$/gms), ([, text = '']) => readMessage(text))
  return blocks.flatMap(({ first, headers, body }, index) => {
    const answer = blocks[index + 1]
    if (index % 2 === 1 || answer === undefined) return []
    const [method = '', target = ''] = first.split(/ (.*)/)
    return {
      title: `${index / 2 + 1}. ${first} → ${answer.first}`,
      request: { method, target, headers, body },
      answer: { status: Number(answer.first), headers: answer.headers, body: answer.body },
    }
  })
}

function readMessage(text: string): { first: string; headers: Record<string, string>; body: string } {
  const [head = '', ...rest] = text.split('\n\n')
  const [first = '', ...lines] = head.trim().split('\n')
  const headers = lines.map((line) => line.split(/: (.*)/, 2) as [string, string])
  return { first, headers: Object.fromEntries(headers), body: rest.join('\n\n').trim() }
}

/** What the names in `<…>` stand for. */
export class Bindings {
  readonly #texts = new Map<string, string>()

  /** The text, with everything that is known by name. */
  fill(text: string): string {
    return text.replace(/<[\w ]+>/g, (name) => this.#texts.get(name) ?? name)
  }

  /** The example as it has to be, to be the same as what was seen: a new name takes what stands there. */
  bind(example: unknown, seen: unknown): unknown {
    if (typeof example === 'string' && /^<[\w ]+>$/.test(example)) {
      if (typeof seen === 'string' && !this.#texts.has(example)) this.#texts.set(example, seen)
      return this.#texts.get(example)
    }
    if (typeof example !== 'object' || example === null) return example
    return Object.fromEntries(
      Object.entries(example).map(([name, value]) => [name, this.bind(value, Object(seen)[name])]),
    )
  }

  /** Whether ids with different names differ. Within one moment, URLs and tickets may be the same. */
  get areIdsDistinct(): boolean {
    const ids = [...this.#texts].filter(([name]) => name.endsWith('id>')).map(([, text]) => text)
    return new Set(ids).size === ids.length
  }
}
