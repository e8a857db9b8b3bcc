/** Nothing can be examined: bad input, nobody there, or nobody who lets us in. Its message says what to do. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError'
}
