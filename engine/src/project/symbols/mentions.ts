import { parseDatasetReference } from '../../language/datasetReference.ts';
import type { Expression } from '../../language/expressions/expression.ts';
import { hasExpression } from '../../language/expressions/template.ts';
import type { Path, ScalarText } from '../../language/tree.ts';
import { onceForEach } from '../onceForEach.ts';
import type { Place } from '../places.ts';
import { textAt } from '../read.ts';
import type { SpecFile } from '../specFile.ts';
import { chainMeaning } from './chainMeaning.ts';
import { chainsIn } from './chains.ts';
import { DECLARED, type Declared } from './declarations.ts';
import { exampleMeanings } from './exampleColumns.ts';
import type { Meaning, Mention } from './mention.ts';
import { namesInModelReference, REFERENCES } from './references.ts';
import { type Scope, scopeOf } from './scope.ts';
import { sqlNames } from './sqlNames.ts';
import type { Occurrence } from './symbol.ts';
import { withoutExpressions } from './withoutExpressions.ts';

/** Every name in a file, in no order. Takes time linear to the file; once for each file. */
export const mentionsIn: (file: SpecFile) => readonly Mention[] = onceForEach((file) => new Collector(file).collect());

/** The names in a file that may mean something of this name, in any case. Files that do not hold the text are not read for it. */
export function mentionsOf(file: SpecFile, name: string): readonly Mention[] {
  const wanted = name.toLowerCase();
  if (!mayHold(file, wanted)) return [];
  const { byName, prefixed } = indexOf(file);
  const own = byName.get(wanted) ?? [];
  const behind = prefixed.filter((mention) => mention.name !== wanted && mention.name.endsWith(wanted));
  return behind.length === 0 ? own : [...own, ...behind];
}

/** A name of word characters stands in a file as it is, unless it is escaped. */
function mayHold(file: SpecFile, name: string): boolean {
  const text = lowerText(file);
  return text.includes(name) || text.includes('\\') || !/^[\w-]+$/.test(name);
}

const lowerText: (file: SpecFile) => string = onceForEach(({ text }) => text.toLowerCase());

interface MentionIndex {
  readonly byName: ReadonlyMap<string, readonly Mention[]>;
  readonly prefixed: readonly Mention[];
}

const indexOf: (file: SpecFile) => MentionIndex = onceForEach((file) => {
  const byName = new Map<string, Mention[]>();
  const prefixed: Mention[] = [];
  for (const mention of mentionsIn(file)) {
    if (mention.mayHavePrefix) prefixed.push(mention);
    const list = byName.get(mention.name);
    if (list === undefined) byName.set(mention.name, [mention]);
    else list.push(mention);
  }
  return { byName, prefixed };
});

/** By kind, part and depth. */
const DECLARED_AT: ReadonlyMap<string, Readonly<Record<Declared['part'], readonly (readonly Declared[])[]>>> = new Map(
  Object.entries(DECLARED).map(([kind, all]) => [kind, { key: byDepth(all, 'key'), value: byDepth(all, 'value') }]),
);

function byDepth(all: readonly Declared[], part: Declared['part']): readonly (readonly Declared[])[] {
  const own = all.filter((each) => each.part === part);
  const deepest = Math.max(0, ...own.map(({ at }) => at.length));
  return Array.from({ length: deepest + 1 }, (_, depth) => own.filter(({ at }) => at.length === depth));
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly form?: Occurrence['form'];
  readonly role?: Occurrence['role'];
  readonly quoted?: boolean;
  readonly mayHavePrefix?: boolean;
}

class Collector {
  readonly #file: SpecFile;
  readonly #mentions: Mention[] = [];

  constructor(file: SpecFile) {
    this.#file = file;
  }

  collect(): readonly Mention[] {
    const above: Place[] = [];
    for (const place of this.#file.places) {
      const { path } = place;
      above[path.length] = place;
      const parent = above[path.length - 1];
      if (parent !== undefined && typeof path.at(-1) === 'string') this.#key(place, parent);
      if (typeof place.value === 'string' || typeof place.value === 'number') this.#value(place);
    }
    for (const { place, template } of this.#file.expressions)
      for (const segment of template.segments)
        if (segment.kind === 'expression' && segment.ast !== undefined) this.#expression(place.path, segment.ast);
    return this.#mentions;
  }

  #key({ path }: Place, parent: Place): void {
    const name = String(path.at(-1));
    const declared = this.#declared(path, 'key');
    const { 'x-reference': reference, 'x-scope': scope } = parent.schema.propertyNames ?? {};
    const meaning =
      declared?.means({ file: this.#file, path, name }) ?? this.#referenced(reference, { name, path, scope });
    if (meaning === undefined) return;
    this.#mentions.push({
      name: name.toLowerCase(),
      role: declared?.role ?? 'reference',
      form: 'yaml',
      mayHavePrefix: declared === undefined && reference === 'column' && PREFIXED.has(scope),
      quoted: false,
      place: { path, part: 'key', start: 0, end: name.length },
      means: meaning,
    });
  }

  #declared(path: Path, part: Declared['part']): Declared | undefined {
    const { kind, tree } = this.#file;
    const all = kind === undefined ? undefined : DECLARED_AT.get(kind)?.[part][path.length];
    return all?.find(
      ({ at, uses }) =>
        at.every((name, i) => name === '*' || name === path[i]) &&
        (uses === undefined || textAt(tree, ['steps', String(path[1]), 'uses']) === uses),
    );
  }

  #value(place: Place): void {
    const { path, schema } = place;
    const isSql = schema['x-sql'] !== undefined;
    const declared = this.#declared(path, 'value');
    const reference = schema['x-reference'];
    if (!isSql && declared === undefined && reference === undefined && !isDatasetReference(place)) return;
    const scalar = this.#file.tree.scalar(path);
    if (scalar === undefined) return;
    if (isSql) this.#sql(place, scalar);
    else if (isDatasetReference(place)) this.#datasetReference(path, scalar);
    else if (!hasExpression(scalar.text)) this.#name(place, scalar, declared);
  }

  /** A scalar that is a name, or names in the writing of models. */
  #name({ path, schema }: Place, scalar: ScalarText, declared: Declared | undefined): void {
    const { start, text: name } = trimmed(scalar.text);
    const whole = { start, end: start + name.length, name };
    const reference = schema['x-reference'];
    if (declared !== undefined)
      this.#add(path, { ...whole, role: declared.role }, declared.means({ file: this.#file, path, name }));
    else if (reference === 'model' || reference === 'model-name') {
      for (const part of namesInModelReference(name)) {
        const place = { start: start + part.start, end: start + part.end };
        this.#add(path, { ...part, ...place, form: 'model-reference' }, part.means);
      }
    } else {
      const scope = schema['x-scope'];
      const mayHavePrefix = reference === 'column' && PREFIXED.has(scope);
      this.#add(path, { ...whole, mayHavePrefix }, this.#referenced(reference, { name, path, scope }));
    }
  }

  #add(path: Path, part: Part, meaning: Meaning | undefined): void {
    if (meaning === undefined || part.end <= part.start) return;
    this.#mentions.push({
      name: part.name.toLowerCase(),
      role: part.role ?? 'reference',
      mayHavePrefix: part.mayHavePrefix ?? false,
      form: part.form ?? 'yaml',
      quoted: part.quoted ?? false,
      place: { path, part: 'value', start: part.start, end: part.end },
      means: meaning,
    });
  }

  #referenced(
    reference: string | undefined,
    at: { readonly name: string; readonly path: Path; readonly scope: string | undefined },
  ): Meaning | undefined {
    if (reference === undefined) return undefined;
    if (reference !== 'column') return REFERENCES[reference]?.({ file: this.#file, ...at });
    const scope = scopeOf(this.#file, at.path, at.scope);
    return scope && columnMeaning(scope, { name: at.name, isSql: false });
  }

  #datasetReference(path: Path, scalar: ScalarText): void {
    const parsed = parseDatasetReference(scalar.text);
    if (parsed === undefined) return;
    const { dataset, columns } = parsed;
    this.#add(path, dataset, { kind: 'dataset', name: dataset.name });
    for (const column of columns) this.#add(path, column, { kind: 'column', name: column.name, of: dataset.name });
  }

  #expression(path: Path, expression: Expression): void {
    for (const chain of chainsIn(expression))
      for (const { part, means } of chainMeaning({ file: this.#file, path }, chain))
        this.#add(path, { ...part, form: 'expression' }, means);
  }

  #sql({ path, schema }: Place, scalar: ScalarText): void {
    const scope = scopeOf(this.#file, path, schema['x-scope']);
    if (scope === undefined) return;
    const { columns, tables, aliases, items } = sqlNames(withoutExpressions(scalar.text));
    if (scope.kind !== 'datasets') {
      const mayHavePrefix = PREFIXED.has(schema['x-scope']);
      for (const column of columns)
        if (column.of === undefined)
          this.#add(
            path,
            { ...column, form: 'sql', mayHavePrefix },
            columnMeaning(scope, { name: column.name, isSql: true }),
          );
      return;
    }
    for (const table of tables) this.#add(path, { ...table, form: 'sql' }, tableMeaning(table.name));
    const datasets = new Set(tables.map(({ name }) => name));
    const all = datasets.size <= MAX_TABLES ? [...datasets] : [];
    for (const column of columns) {
      const table = column.of === undefined ? undefined : aliases.get(column.of.toLowerCase());
      if (column.of !== undefined && (table === undefined || !datasets.has(table))) continue;
      const from = table === undefined ? all : [table];
      this.#add(path, { ...column, form: 'sql' }, onlyOf(from, column.name));
    }
    for (const { name } of items)
      if (name !== undefined)
        this.#add(
          path,
          { ...name, form: 'sql', role: 'definition' },
          { kind: 'column', name: name.name, of: scope.own },
        );
  }
}

function isDatasetReference({ path }: Place): boolean {
  return path.length === 3 && path[0] === 'checks' && path[2] === 'references';
}

function trimmed(text: string): { readonly start: number; readonly text: string } {
  return { start: text.length - text.trimStart().length, text: text.trim() };
}

function tableMeaning(name: string): Meaning {
  return (names) => {
    const known = names.dataset(name);
    return known === undefined ? [] : [{ kind: 'dataset', name: known }];
  };
}

/** The column of the only one of these tables that has it. */
function onlyOf(tables: readonly string[], column: string): Meaning {
  return (names) => {
    const found = tables.flatMap((table) => {
      const of = names.dataset(table);
      const name = of === undefined ? undefined : names.column(of, column);
      return of === undefined || name === undefined ? [] : [{ kind: 'column', name, of } as const];
    });
    return found.length === 1 ? found : [];
  };
}

/** Tables of one SQL among which the one that has a column is looked for. */
const MAX_TABLES = 50;

/** Scopes in which fields stand behind the prefix of their join. */
const PREFIXED: ReadonlySet<string | undefined> = new Set(['data', 'scored', 'model']);

function columnMeaning(
  scope: Scope,
  { name, isSql }: { readonly name: string; readonly isSql: boolean },
): Meaning | undefined {
  switch (scope.kind) {
    case 'dataset': {
      const [of = '', ...others] = scope.datasets;
      return isSql || others.length > 0 ? onlyOf(scope.datasets, name) : { kind: 'column', name, of };
    }
    case 'examples': {
      const written = isSql ? name.toLowerCase() : name;
      if (scope.isScored && SCORED.has(written)) return undefined;
      const meanings = exampleMeanings(scope.pipeline, scope.made, written);
      return (names) =>
        meanings.flatMap(({ symbol, view }) =>
          view === undefined || names.hasField(view, symbol.name) ? [symbol] : [],
        );
    }
    case 'model':
      return (names) => scope.models.flatMap((model) => names.modelColumn(model, name));
    case 'datasets':
      return undefined;
  }
}

/** What own metrics call the label and what the model says, whatever the columns are called. */
const SCORED: ReadonlySet<string> = new Set(['label', 'score', 'prediction']);
