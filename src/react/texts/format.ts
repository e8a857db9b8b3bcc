/** Numbers and lists as readers of `messages.locale` write them. */
export interface Format {
  /** 12_000 -> "12,000" */
  number(value: number): string
  /**
   * 5_242_880 -> "5 MB": units of 1024, named as Windows and its users name them in every language. Where a system
   * counts by 1000, its number for the same file is larger, so what it calls 5 MB is within a limit of 5 MB.
   */
  bytes(sizeBytes: number): string
  /** 0.42 -> "42%" */
  percent(fraction: number): string
  /** "JPEG, PNG or WebP" */
  types(types: readonly string[]): string
}

export function createFormat(locale: string): Format {
  return {
    number: (value) => new Intl.NumberFormat(locale).format(value),
    bytes(sizeBytes) {
      const [unit, size] =
        sizeBytes < 1024 * 1024 ? (['kilobyte', 1024] as const) : (['megabyte', 1024 * 1024] as const)
      // Up, so that one byte over the limit does not read as the limit.
      const options = { style: 'unit', unit, maximumFractionDigits: 1, roundingMode: 'ceil' } as const
      // A number must not end a line while its unit begins the next.
      return new Intl.NumberFormat(locale, options).format(sizeBytes / size).replace(' ', '\u00A0')
    },
    percent: (fraction) => new Intl.NumberFormat(locale, { style: 'percent' }).format(fraction),
    types: (types) =>
      new Intl.ListFormat(locale, { type: 'disjunction' }).format(
        types.map((type) => TYPE_NAMES.get(type) ?? type),
      ),
  }
}

const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'JPEG'],
  ['image/png', 'PNG'],
  ['image/webp', 'WebP'],
  ['image/avif', 'AVIF'],
  ['image/gif', 'GIF'],
  ['image/svg+xml', 'SVG'],
])
