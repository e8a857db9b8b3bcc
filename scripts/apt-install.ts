import { spawnSync } from 'node:child_process'

/** Installs packages of Debian or Ubuntu; null, or why that cannot be done here. */
export function aptInstall(packages: readonly string[]): string | null {
  const wanted = `the packages ${packages.join(' ')}`
  if (spawnSync('which', ['apt-get']).status !== 0) return `needs ${wanted}, and there is no apt-get here`
  if (process.getuid?.() !== 0) return `needs ${wanted}; install them, or run this as root`
  console.error(`Installing ${packages.join(' ')}`)
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const installation = ['install', '-y', '--no-install-recommends', ...packages]
  // The lists of a fresh machine are empty or old.
  const isInstalled = apt(...installation) || (apt('update') && apt(...installation))
  return isInstalled ? null : `could not install ${wanted}`
}
