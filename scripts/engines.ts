/** A browser besides Chromium, from the packages of Debian and Ubuntu. */
export interface Engine {
  packages: readonly string[]
  commands: readonly string[]
  /** Runs the tests where the browser can show itself. */
  wrapper: readonly string[]
}

export const ENGINES: Readonly<Record<string, Engine>> = {
  firefox: { packages: ['firefox-esr'], commands: ['firefox-esr'], wrapper: [] },
  webkit: {
    packages: ['webkit2gtk-driver', 'xvfb', 'xauth'],
    commands: ['WebKitWebDriver', 'xvfb-run', 'xauth'],
    wrapper: ['xvfb-run', '--auto-servernum'],
  },
}
