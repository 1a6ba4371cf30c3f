import { KINDS, type Kind } from '../language/kinds.ts';
import type { Facts } from '../project/facts.ts';
import { isSameList } from '../project/fileIndex.ts';
import type { Derivation, Project } from '../project/project.ts';
import { isEqual } from './isEqual.ts';

/**
 * Something that was asked of a project, so that another snapshot can be asked the same. Made by the functions of this file alone:
 * what it holds must not keep the project alive that was asked.
 */
export interface Question {
  /** Questions with one name are the same. */
  readonly name: string;
  /** What part of a project it is about: as long as that is the same, so are all answers. */
  readonly part: Part;
  /** Whether both snapshots give the same answer. */
  isSettled(before: Project, now: Project): boolean;
}

export type Part = MapName | `${Kind} files` | 'index' | 'facts' | 'environment' | 'variables';

export function partOf(project: Project, part: Part): unknown {
  const kind = KIND_OF_PART.get(part);
  return kind === undefined ? project[part as Exclude<Part, `${Kind} files`>] : project.index.files(kind);
}

const KIND_OF_PART: ReadonlyMap<Part, Kind> = new Map(KINDS.map((kind) => [`${kind} files`, kind]));

/** The maps of a project, as its members are called. */
export type MapName = 'files' | 'datasets' | 'locks' | 'pipelines' | 'views' | 'models';

/** What stands under a name. */
export function valueQuestion(map: MapName, key: string): Question {
  return {
    name: `${map} value ${key}`,
    part: map,
    isSettled: (before, now) => before[map].get(key) === now[map].get(key),
  };
}

export function presenceQuestion(map: MapName, key: string): Question {
  return {
    name: `${map} presence ${key}`,
    part: map,
    isSettled: (before, now) => before[map].has(key) === now[map].has(key),
  };
}

export function keysQuestion(map: MapName): Question {
  return {
    name: `${map} keys`,
    part: map,
    isSettled: (before, now) => isSameList([...before[map].keys()], [...now[map].keys()]),
  };
}

/** All that a map holds. */
export function mapQuestion(map: MapName): Question {
  return { name: `${map} all`, part: map, isSettled: (before, now) => isSameMap(before[map], now[map]) };
}

function isSameMap(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return isSameList([...a.keys()], [...b.keys()]) && isSameList([...a.values()], [...b.values()]);
}

export function memberQuestion(member: 'environment' | 'variables'): Question {
  return { name: member, part: member, isSettled: (before, now) => before[member] === now[member] };
}

export function filesQuestion(kind: Kind): Question {
  return {
    name: `files of ${kind}`,
    part: `${kind} files`,
    isSettled: ({ index }, now) => index.files(kind) === now.index.files(kind),
  };
}

export function namedQuestion(kind: Kind, name: string): Question {
  return {
    name: `${kind} named ${name}`,
    part: `${kind} files`,
    isSettled: ({ index }, now) => isSameList(index.named(kind, name), now.index.named(kind, name)),
  };
}

export function nameQuestion(kind: Kind, name: string): Question {
  return {
    name: `${kind} has ${name}`,
    part: `${kind} files`,
    isSettled: ({ index }, now) => index.has(kind, name) === now.index.has(kind, name),
  };
}

export function namesQuestion(kind: Kind): Question {
  return {
    name: `names of ${kind}`,
    part: `${kind} files`,
    isSettled: ({ index }, now) => isSameList(index.names(kind), now.index.names(kind)),
  };
}

export function derivedQuestion<T>(derivation: Derivation<T>): Question {
  return {
    name: `derived ${derivation.name}`,
    part: 'index',
    isSettled: (before, now) => derivation.isSame(before.derive(derivation), now.derive(derivation)),
  };
}

export function factQuestion(topic: keyof Facts, key: string): Question {
  return {
    name: `fact ${topic} ${key}`,
    part: 'facts',
    isSettled: (before, now) => isEqual(before.facts[topic](key), now.facts[topic](key)),
  };
}
