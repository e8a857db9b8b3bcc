import type { Choose, Option } from './choice.ts'

/**
 * All schedules with at most so many preemptions, each once, those with fewer preemptions first. Depth first within a
 * number: a schedule is played from its start, by the choices that lead to it, and goes on without a preemption. Each
 * other option that it passes on its way is where another schedule begins.
 */
export async function* systematic<T>(
  play: (choose: Choose) => Promise<T>,
  maxPreemptions: number,
): AsyncGenerator<T> {
  const beginnings: number[][][] = Array.from({ length: maxPreemptions + 1 }, () => [])
  beginnings[0]?.push([])
  for (const [preemptions, open] of beginnings.entries()) {
    for (let beginning = open.pop(); beginning !== undefined; beginning = open.pop()) {
      const given = beginning
      const chosen: number[] = []
      const passed: (readonly Option[])[] = []
      yield await play((options) => {
        const choice = given[chosen.length] ?? 0
        passed.push(options)
        chosen.push(choice)
        return choice
      })
      for (let at = given.length; at < passed.length; at++) {
        for (const [choice, option] of (passed[at] ?? []).entries()) {
          if (choice > 0) beginnings[preemptions + option.preemptions]?.push([...chosen.slice(0, at), choice])
        }
      }
    }
  }
}
