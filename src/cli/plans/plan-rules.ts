import type { CorsDocument, LifecycleDocument } from '../../bucket-setup/bucket-settings.ts'
import type { DocumentPlan, KeptDocument } from './bucket-document.ts'
import { configurationXml, corsRuleXml, leavesOf, lifecycleRuleXml, rulesOf, summaryOf } from './xml-rules.ts'

interface Rule {
  id: string
  xml: string
}

/** What a page may do only because of its values: one more of them is more than there was. */
const LOOSENING = ['AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader']

/** Our rule first: S3 takes the first that fits, and one of others may not let pages read the answer. */
export function planCors(kept: KeptDocument | null, wanted: CorsDocument): DocumentPlan {
  const rules = wanted.CORSRules.map((rule) => ({ id: rule.ID, xml: corsRuleXml(rule) }))
  const { ours, others, changes } = compare(rulesOf(kept?.text ?? '', 'CORSRule'), rules)
  const objections = rules.flatMap(({ id, xml }) => {
    const before = ours.get(id)
    if (before === undefined) return []
    const [has, wants] = [leavesOf(before), leavesOf(xml)]
    const added = LOOSENING.flatMap((name) =>
      without(wants.get(name), has.get(name)).map(
        (value) => `The CORS rule "${id}" would also say ${name} ${value}.`,
      ),
    )
    const ended = without(has.get('AllowedOrigin'), wants.get('AllowedOrigin'))
    return [
      ...added,
      ...ended.map((origin) => `Pages of ${origin} could not upload any more. Give --origin for each.`),
    ]
  })
  const content = [...rules.map(({ xml }) => xml), ...others]
  return {
    document: 'cors',
    changes,
    keptCount: others.length,
    objections,
    next: { text: configurationXml('CORSConfiguration', content), headers: kept?.headers ?? {} },
  }
}

function without(values: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  return values.filter((value) => !others.includes(value))
}

/** Nothing can be loosened here: our rules delete after a day, and S3 knows nothing shorter. */
export function planLifecycle(kept: KeptDocument | null, wanted: LifecycleDocument): DocumentPlan {
  const rules = wanted.Rules.map((rule) => ({ id: rule.ID, xml: lifecycleRuleXml(rule) }))
  const { others, changes } = compare(rulesOf(kept?.text ?? '', 'Rule'), rules)
  const content = [...others, ...rules.map(({ xml }) => xml)]
  return {
    document: 'lifecycle',
    changes,
    keptCount: others.length,
    objections: [],
    next: { text: configurationXml('LifecycleConfiguration', content), headers: kept?.headers ?? {} },
  }
}

/** Which rules are ours, by their names, and what is to be done about them. */
function compare(
  existing: readonly string[],
  wanted: readonly Rule[],
): { ours: ReadonlyMap<string, string>; others: string[]; changes: DocumentPlan['changes'] } {
  const idOf = (xml: string) => leavesOf(xml).get('ID')?.[0] ?? ''
  const isOurs = (xml: string) => wanted.some(({ id }) => id === idOf(xml))
  const ours = new Map(existing.filter(isOurs).map((xml) => [idOf(xml), xml]))
  const changes = wanted.flatMap(({ id, xml }) => {
    const before = ours.get(id)
    const change = { before: before === undefined ? null : summaryOf(before), after: summaryOf(xml) }
    return change.before === change.after ? [] : [change]
  })
  return { ours, others: existing.filter((xml) => !isOurs(xml)), changes }
}
