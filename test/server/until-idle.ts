/** Until everything that can go on has gone as far as it can: nothing in these tests waits for more than this. */
export async function untilIdle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
}
