/** There is no answer. Of `fetch` it is a TypeError as well. */
export class NetworkFault extends TypeError {
  constructor() {
    super('Failed to fetch')
  }
}
