const { random } = Math

/** For `beforeEach`: the waits between the tries of a step are random, and as short as that in this story. */
export function shortenWaits(): () => void {
  // Not 0: others make ids of it.
  Math.random = () => random() / 50
  return () => {
    Math.random = random
  }
}
