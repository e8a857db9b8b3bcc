/**
 * The form of a text that goes with a number, by the rules of its language. `other` stands for the forms that
 * are not given.
 *
 * @param language BCP 47 tag of the text, which numbers may be formatted without.
 */
export function pluralForm(
  language: string,
  count: number,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>,
): string {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other
}
