// Every npm script of this project runs on the Node that `npm ci` installed into node_modules. Where install
// scripts are switched off there is none, and the system's older Node would fail in ways nobody can read.
const [major] = process.versions.node.split('.').map(Number)
if (major === undefined || major < 24) {
  console.error(
    `This script needs Node 24 and runs on ${process.version}. ` +
      'Node 24 comes with `npm ci` (the devDependency "node"); if you installed with --ignore-scripts, ' +
      'run `npm rebuild node`, then use `npm run …` rather than a bare `node …`.',
  )
  process.exit(1)
}
