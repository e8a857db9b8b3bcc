/**
 * What every sample shows: four flat quadrants, so that a wrong rotation can be seen. Red tells the left half from the
 * right one, green the upper half from the lower one.
 */
export const COLOURS: {
  readonly red: readonly [left: number, right: number]
  readonly green: readonly [top: number, bottom: number]
  readonly blue: number
} = { red: [240, 90], green: [190, 110], blue: 140 }

/** 0 in the first half of a side, 1 in the second. */
export function halfOf(at: number, sidePixels: number): 0 | 1 {
  return at < sidePixels / 2 ? 0 : 1
}
