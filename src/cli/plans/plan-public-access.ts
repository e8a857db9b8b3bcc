import type { PublicAccessBlockDocument } from '../../bucket-setup/bucket-settings.ts'
import type { DocumentPlan, KeptDocument } from './bucket-document.ts'
import { configurationXml, leavesOf, text } from './xml-rules.ts'

/** @param isPublicByOthers Whether a statement that is not ours lets everybody in. */
export function planPublicAccess(
  kept: KeptDocument | null,
  wanted: PublicAccessBlockDocument,
  isPublicByOthers: boolean,
): DocumentPlan {
  const existing = leavesOf(kept?.text ?? '')
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const
  const isSet = (name: string) => existing.get(name)?.[0] === 'true'
  const differing = names.filter((name) => isSet(name) !== wanted[name])
  const endsAccess = differing.some((name) => wanted[name] && /Policy|Buckets/.test(name))
  return {
    document: 'publicAccessBlock',
    changes: differing.map((name) => ({
      before: kept && `${name}=${isSet(name)}`,
      after: `${name}=${wanted[name]}`,
    })),
    keptCount: 0,
    objections: [
      ...differing.filter(isSet).map((name) => `${name} would be switched off.`),
      ...(endsAccess && isPublicByOthers
        ? [
            'A statement of the bucket policy lets everybody in, and blocking public access would end that. If your images are read so, say --images public.',
          ]
        : []),
    ],
    next: {
      text: configurationXml(
        'PublicAccessBlockConfiguration',
        names.map((name) => text(name, wanted[name])),
      ),
      headers: kept?.headers ?? {},
    },
  }
}
