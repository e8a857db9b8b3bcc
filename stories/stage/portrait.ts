import address from './portrait.svg?no-inline'

/** The saved image of the stories. */
export const portraitUrl: string = new URL(address, location.href).href
