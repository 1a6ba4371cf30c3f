import type { Facts } from '../project/facts.ts';
import type { FileIndex } from '../project/fileIndex.ts';
import type { Project } from '../project/project.ts';
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
export function watched(project: Project, ask: (question: Question) => void): Project {
  const map = <V>(name: MapName, of: ReadonlyMap<string, V>): ReadonlyMap<string, V> => new WatchedMap(name, of, ask);
  return {
    files: map('files', project.files),
    datasets: map('datasets', project.datasets),
    locks: map('locks', project.locks),
    pipelines: map('pipelines', project.pipelines),
    views: map('views', project.views),
    models: map('models', project.models),
    index: watchedIndex(project.index, ask),
    facts: watchedFacts(project.facts, ask),
    get environment() {
      ask(memberQuestion('environment'));
      return project.environment;
    },
    get variables() {
      ask(memberQuestion('variables'));
      return project.variables;
    },
    names(kind) {
      ask(namesQuestion(kind));
      return project.names(kind);
    },
    derive(derivation) {
      ask(derivedQuestion(derivation));
      return project.derive(derivation);
    },
    withFacts(facts) {
      return watched(project.withFacts(facts), ask);
    },
  };
}

type Ask = (question: Question) => void;

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
