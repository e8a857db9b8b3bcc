/** Lets everything have its turn that was begun: handlers read files in promises, and React renders after them. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}
