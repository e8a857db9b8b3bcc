/** What is meant for some requests of a kind, and for which of them. */
export interface Aimed<Subject> {
  of(subject: Subject): boolean
  /** The first that is hit, counted from 1 among those that fit. Default 1. */
  nth?: number
  /** How many are hit, one after the other. Default 1. */
  times?: number
}

export interface Aim<Subject, Rule extends Aimed<Subject>> {
  add(rule: Rule): void
  /** The rule that hits this one; null: none. Each subject is to be asked about once. */
  next(subject: Subject): Rule | null
  /** Whether each rule has hit something. */
  isUsed(): boolean
}

/** Of several rules that fit, the oldest that is not used up decides. */
export function createAim<Subject, Rule extends Aimed<Subject>>(): Aim<Subject, Rule> {
  const waiting: { rule: Rule; passes: number; hits: number; isUsed: boolean }[] = []
  return {
    add(rule) {
      waiting.push({ rule, passes: (rule.nth ?? 1) - 1, hits: rule.times ?? 1, isUsed: false })
    },
    next(subject) {
      for (const each of waiting) {
        if (each.hits === 0 || !each.rule.of(subject)) continue
        if (each.passes > 0) {
          each.passes -= 1
          continue
        }
        each.hits -= 1
        each.isUsed = true
        return each.rule
      }
      return null
    },
    isUsed: () => waiting.every((each) => each.isUsed),
  }
}
