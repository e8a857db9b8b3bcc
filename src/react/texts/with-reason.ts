/** A sentence, and after it what the backend gave as a reason, if it did. */
export function withReason(sentence: string, reason: string | null): string {
  return reason === null ? sentence : `${sentence} ${reason}`
}
