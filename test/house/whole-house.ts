import { posix } from 'node:path'
import { isWithin } from './house-rules.ts'
import type { SourceModule } from './read-module.ts'

// What no module shows alone: which of them import each other, how full a folder is, what is too small to stand alone.

type Graph = ReadonlyMap<string, ReadonlySet<string>>

const MAX_FILES = 14
const MIN_LINES = 10
/** One module a format: a newcomer looks for each by its name. */
const KEPT_CRUMBS = new Set(['picture/header/read-gif.ts'])

/** Modules that import each other, directly or by way of others: each circle sorted. */
export function moduleCircles(modules: readonly SourceModule[]): string[][] {
  return circlesOf(new Map(modules.map((module) => [module.path, targetsOf(module)])))
}

/**
 * The same of rooms. What a room imports counts for the rooms around it, too. Between a room and the folder it stands in
 * the ports decide, so that is no circle.
 */
export function roomCircles(modules: readonly SourceModule[]): string[][] {
  const graph = new Map<string, Set<string>>()
  for (const module of modules) {
    for (const target of targetsOf(module)) {
      const to = foldersAround(target)
      for (const from of foldersAround(module.path)) {
        const apart = to.filter((room) => room !== from && !isWithin(room, from) && !isWithin(from, room))
        graph.set(from, new Set([...(graph.get(from) ?? []), ...apart]))
      }
    }
  }
  return circlesOf(graph)
}

/** The folder of a module, and those around it. */
function foldersAround(path: string): string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? [] : [folder, ...foldersAround(folder)]
}

/** Folders that show more modules than a newcomer can take in. */
export function crowdedFolders(modules: readonly SourceModule[]): string[] {
  const counts = Map.groupBy(modules, ({ path }) => posix.dirname(path))
  return [...counts].filter(([, inside]) => inside.length > MAX_FILES).map(([folder]) => folder)
}

/** Modules of a few lines that one other imports: they belong into it. */
export function crumbs(modules: readonly SourceModule[]): string[] {
  const targets = modules.flatMap((module) => [...targetsOf(module)])
  return modules
    .filter(({ path, lineCount }) => lineCount < MIN_LINES && !KEPT_CRUMBS.has(path))
    .map(({ path }) => path)
    .filter((path) => targets.filter((target) => target === path).length === 1)
}

/** The modules of src that this one imports, by their paths. */
export function targetsOf({ path, imports }: SourceModule): Set<string> {
  const relative = imports.filter((specifier) => specifier.startsWith('.'))
  return new Set(relative.map((specifier) => posix.join(posix.dirname(path), specifier)))
}

/** Its strongly connected components of more than one node: two nodes are in one when each leads to the other. */
function circlesOf(graph: Graph): string[][] {
  const reachable = new Map([...graph.keys()].map((node) => [node, reachableFrom(node, graph)]))
  const leadsTo = (from: string, to: string) => reachable.get(from)?.has(to) === true
  const circles = new Map<string, string[]>()
  for (const node of [...graph.keys()].sort()) {
    const circle = [...graph.keys()].filter((other) => leadsTo(node, other) && leadsTo(other, node)).sort()
    if (circle.length > 1) circles.set(circle.join(), circle)
  }
  return [...circles.values()]
}

function reachableFrom(start: string, graph: Graph): Set<string> {
  const found = new Set(graph.get(start))
  // A set is walked to its end, also to what is added on the way.
  for (const node of found) graph.get(node)?.forEach((next) => found.add(next))
  return found
}
