import type { Kind } from '../language/kinds.ts';
import type { Facts } from '../project/facts.ts';
import type { FileIndex } from '../project/fileIndex.ts';
import type { Derivation, Project } from '../project/project.ts';
import {
  derivedQuestion,
  factQuestion,
  filesQuestion,
  keysQuestion,
  type MapName,
  mapQuestion,
  memberQuestion,
  namedQuestion,
  nameQuestion,
  namesQuestion,
  presenceQuestion,
  type Question,
  valueQuestion,
} from './questions.ts';

/** The same project, but every question that it is asked is told. */
export function watched(project: Project, ask: Ask): Project {
  return new WatchedProject(project, ask);
}

type Ask = (question: Question) => void;

/** A class, for there is one of each look: an object with accessors of its own would keep V8 from knowing it again. */
class WatchedProject implements Project {
  readonly files: Project['files'];
  readonly datasets: Project['datasets'];
  readonly locks: Project['locks'];
  readonly pipelines: Project['pipelines'];
  readonly views: Project['views'];
  readonly models: Project['models'];
  readonly index: FileIndex;
  readonly facts: Facts;
  readonly #project: Project;
  readonly #ask: Ask;

  constructor(project: Project, ask: Ask) {
    const map = <V>(name: MapName, of: ReadonlyMap<string, V>): ReadonlyMap<string, V> => new WatchedMap(name, of, ask);
    this.files = map('files', project.files);
    this.datasets = map('datasets', project.datasets);
    this.locks = map('locks', project.locks);
    this.pipelines = map('pipelines', project.pipelines);
    this.views = map('views', project.views);
    this.models = map('models', project.models);
    this.index = watchedIndex(project.index, ask);
    this.facts = watchedFacts(project.facts, ask);
    this.#project = project;
    this.#ask = ask;
  }

  get environment(): Project['environment'] {
    this.#ask(memberQuestion('environment'));
    return this.#project.environment;
  }

  get variables(): Project['variables'] {
    this.#ask(memberQuestion('variables'));
    return this.#project.variables;
  }

  names(kind: Kind): readonly string[] {
    this.#ask(namesQuestion(kind));
    return this.#project.names(kind);
  }

  derive<T>(derivation: Derivation<T>): T {
    this.#ask(derivedQuestion(derivation));
    return this.#project.derive(derivation);
  }

  withFacts(facts: Facts): Project {
    return watched(this.#project.withFacts(facts), this.#ask);
  }
}

class WatchedMap<V> implements ReadonlyMap<string, V> {
  readonly #name: MapName;
  readonly #map: ReadonlyMap<string, V>;
  readonly #ask: Ask;
  /** Keys whose values were asked for. */
  readonly #asked = new Set<string>();

  constructor(name: MapName, map: ReadonlyMap<string, V>, ask: Ask) {
    this.#name = name;
    this.#map = map;
    this.#ask = ask;
  }

  get(key: string): V | undefined {
    if (!this.#asked.has(key)) this.#ask(valueQuestion(this.#name, key));
    this.#asked.add(key);
    return this.#map.get(key);
  }

  has(key: string): boolean {
    this.#ask(presenceQuestion(this.#name, key));
    return this.#map.has(key);
  }

  get size(): number {
    return this.#keys.size;
  }

  keys(): MapIterator<string> {
    return this.#keys.keys();
  }

  values(): MapIterator<V> {
    return this.#all.values();
  }

  entries(): MapIterator<[string, V]> {
    return this.#all.entries();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.#all.entries();
  }

  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.#all) callback(value, key, this);
  }

  get #keys(): ReadonlyMap<string, V> {
    this.#ask(keysQuestion(this.#name));
    return this.#map;
  }

  get #all(): ReadonlyMap<string, V> {
    this.#ask(mapQuestion(this.#name));
    return this.#map;
  }
}

function watchedIndex(index: FileIndex, ask: Ask): FileIndex {
  return {
    files(kind) {
      ask(filesQuestion(kind));
      return index.files(kind);
    },
    named(kind, name) {
      ask(namedQuestion(kind, name));
      return index.named(kind, name);
    },
    has(kind, name) {
      ask(nameQuestion(kind, name));
      return index.has(kind, name);
    },
    names(kind) {
      ask(namesQuestion(kind));
      return index.names(kind);
    },
  };
}

function watchedFacts(facts: Facts, ask: Ask): Facts {
  const asked = <A>(topic: keyof Facts, answer: (key: string) => A): ((key: string) => A) => {
    const known = new Map<string, A>();
    return (key) => {
      if (known.has(key)) return known.get(key) as A;
      ask(factQuestion(topic, key));
      const fact = answer(key);
      known.set(key, fact);
      return fact;
    };
  };
  return {
    file: asked('file', (path) => facts.file(path)),
    source: asked('source', (dataset) => facts.source(dataset)),
    columns: asked('columns', (dataset) => facts.columns(dataset)),
    columnsFrom: asked('columnsFrom', (dataset) => facts.columnsFrom(dataset)),
    version: asked('version', (dataset) => facts.version(dataset)),
    reads: asked('reads', (dataset) => facts.reads(dataset)),
    sql: asked('sql', (key) => facts.sql(key)),
    leaks: asked('leaks', (key) => facts.leaks(key)),
    repeats: asked('repeats', (key) => facts.repeats(key)),
    baseline: asked('baseline', (path) => facts.baseline(path)),
    history: asked('history', (path) => facts.history(path)),
  };
}
