import { type SqlWord, sqlWords } from './sqlWords.ts';

/** What SQL names, told from its text alone. */
export interface SqlNames {
  /** Names that may be columns. */
  readonly columns: readonly SqlName[];
  /** Names behind FROM and JOIN, without those that WITH defines. */
  readonly tables: readonly SqlName[];
  /** By lower-case alias or name: the table it stands for. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What the first SELECT that stands in no brackets gives. */
  readonly items: readonly SelectItem[];
}

export interface SqlName {
  readonly name: string;
  readonly quoted: boolean;
  /** Offsets in the text, without quotes. */
  readonly start: number;
  readonly end: number;
  /** What stands before the dot. */
  readonly of: string | undefined;
}

export interface SelectItem {
  /** Name of the column that it gives; undefined where it has none of its own. */
  readonly name: SqlName | undefined;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads SQL of any dialect detail without a grammar. A name counts as a column unless it is called like a function, names a type, an
 * alias, an argument, a key of a struct or a parameter of a lambda, or stands behind the dot of one that does not count.
 */
export function sqlNames(sql: string): SqlNames {
  return new Reader(sqlWords(sql)).read();
}

/** Of each open bracket: the word before it, and whether a list of tables is read in it. */
interface Level {
  readonly bracket: string;
  readonly before: string;
  /** How many columns were found before it. */
  readonly columns: number;
  inFrom: boolean;
  wantsTable: boolean;
  /** Parameters of lambdas whose bodies are being read in it. */
  readonly hidden: string[];
}

/** Words, with commas, that the parameters of a lambda may be. */
const MAX_PARAMETERS = 50;

const FROM_IS_NO_CLAUSE = new Set(['extract', 'substring', 'substr', 'trim', 'overlay']);
/** Words of a window, as in `over (partition by a order by b rows between unbounded preceding and current row)`. */
const OF_WINDOWS = new Set([
  'partition',
  'rows',
  'range',
  'groups',
  'unbounded',
  'preceding',
  'following',
  'current',
  'row',
]);
const ENDS_FROM = new Set([
  'where',
  'group',
  'having',
  'order',
  'limit',
  'union',
  'except',
  'intersect',
  'window',
  'qualify',
]);

class Reader {
  readonly #words: readonly SqlWord[];
  readonly #columns: SqlName[] = [];
  readonly #tables: SqlName[] = [];
  readonly #aliases = new Map<string, string>();
  readonly #defined = new Set<string>();
  readonly #items: SelectItem[] = [];
  #levels: Level[] = [level('', '', 0)];
  #item: { readonly from: number; alias: SqlName | undefined } | undefined;
  #selected = false;
  #with = false;
  #lambda: Set<string> | undefined;
  /** How many lambdas around have a parameter of this name. */
  readonly #hidden = new Map<string, number>();

  constructor(words: readonly SqlWord[]) {
    this.#words = words;
  }

  read(): SqlNames {
    for (let i = 0; i < this.#words.length; i++) {
      const word = this.#words[i]!;
      if (word.kind === 'keyword') this.#keyword(i, word.text);
      else if (word.kind === 'symbol') this.#symbol(i, word.text);
      else if (word.kind === 'name') this.#name(i, word);
    }
    this.#endItem(this.#words.length);
    const tables = this.#tables.filter(({ name }) => !this.#defined.has(name.toLowerCase()));
    return { columns: this.#columns, tables, aliases: this.#aliases, items: this.#items };
  }

  get #level(): Level {
    return this.#levels.at(-1)!;
  }

  #text(i: number): string {
    const word = this.#words[i];
    return word === undefined || word.kind === 'string' || word.quoted ? '' : word.text;
  }

  #keyword(i: number, text: string): void {
    const here = this.#level;
    if (text === 'select') {
      here.inFrom = false;
      here.wantsTable = false;
      if (this.#levels.length === 1 && !this.#selected) {
        this.#selected = true;
        this.#beginItem(i + 1);
      }
    } else if (text === 'from') {
      const isClause = !FROM_IS_NO_CLAUSE.has(here.before) && this.#text(i - 1) !== 'distinct';
      if (!isClause) return;
      if (this.#levels.length === 1) this.#endItem(i);
      here.inFrom = true;
      here.wantsTable = true;
    } else if (text === 'join') here.wantsTable = true;
    else if (ENDS_FROM.has(text)) {
      here.inFrom = false;
      if (this.#levels.length === 1) this.#endItem(i);
    } else if (text === 'on' || text === 'using') here.wantsTable = false;
    else if (text === 'lambda') this.#lambda = new Set();
    else if (text === 'with' && this.#levels.length === 1 && !this.#selected) this.#with = true;
  }

  #symbol(i: number, text: string): void {
    if (text === '(' || text === '[' || text === '{') {
      const inFrom = this.#level.wantsTable;
      this.#level.wantsTable = false;
      this.#levels.push(level(text, this.#text(i - 1).toLowerCase(), this.#columns.length));
      if (inFrom && this.#text(i + 1) !== 'select' && this.#text(i + 1) !== 'with') {
        this.#level.inFrom = true;
        this.#level.wantsTable = true;
      }
    } else if (text === ')' || text === ']' || text === '}') {
      this.#show(this.#level);
      if (this.#levels.length > 1) this.#levels.pop();
    } else if (text === ',') {
      this.#show(this.#level);
      if (this.#level.inFrom) this.#level.wantsTable = true;
      if (this.#levels.length === 1 && this.#item !== undefined) {
        this.#endItem(i);
        this.#beginItem(i + 1);
      }
    } else if (text === '->') this.#arrow(i);
    else if (text === ':' && this.#lambda !== undefined) {
      for (const name of this.#lambda) this.#hide(name);
      this.#lambda = undefined;
    }
  }

  /** `x -> ...` and `(x, y) -> ...` inside a call begin a lambda; `json -> '$.a'` does not. */
  #arrow(i: number): void {
    if (this.#levels.length === 1 || this.#words[i + 1]?.kind === 'string') return;
    let first = i - 1;
    if (this.#text(first) === ')') {
      while (first > i - MAX_PARAMETERS && first > 0 && this.#text(first) !== '(') first--;
    } else if (this.#words[first]?.kind !== 'name' || !['(', ','].includes(this.#text(first - 1))) return;
    const from = this.#words[first]?.start ?? 0;
    while ((this.#columns.at(-1)?.start ?? -1) >= from) {
      this.#hide(this.#columns.pop()!.name.toLowerCase());
    }
  }

  #name(i: number, word: SqlWord): void {
    const previous = this.#text(i - 1);
    if (this.#lambda !== undefined) this.#lambda.add(word.text.toLowerCase());
    else if (previous === '.') this.#member(i, word);
    else if (this.#level.wantsTable) this.#table(i, word);
    else if (this.#with && !this.#selected && this.#levels.length === 1) this.#define(word);
    else if (previous === 'for' && this.#level.bracket === '[') this.#comprehend(word);
    else if (this.#text(i + 1) === '(') return;
    else if (previous === 'as' || endsOperand(this.#words[i - 1])) this.#alias(i, word);
    else if (!this.#isNoColumn(i, word)) this.#columns.push(named(word, undefined));
  }

  /** A type, the name of an argument, a key, the part that `extract` takes, or a parameter of a lambda. */
  #isNoColumn(i: number, word: SqlWord): boolean {
    const previous = this.#text(i - 1);
    const next = this.#text(i + 1);
    if (previous === '::' || previous === 'collate') return true;
    if (next === ':=' || next === '=>' || next === '{') return true;
    if (next === ':' && this.#level.bracket !== '[') return true;
    const following = this.#words[i + 1]?.kind;
    if (!word.quoted && (following === 'string' || following === 'number')) return true;
    if (next === 'from' && FROM_IS_NO_CLAUSE.has(this.#level.before) && previous === '(') return true;
    if (this.#level.before === 'over' && !word.quoted && OF_WINDOWS.has(word.text.toLowerCase())) return true;
    return this.#hidden.has(word.text.toLowerCase());
  }

  /** Of `[x + 1 for x in list]`, where the name stands before what makes it. */
  #comprehend({ text }: SqlWord): void {
    const here = this.#level;
    const name = text.toLowerCase();
    if (here.hidden.length > 0) return;
    const inside = this.#columns.splice(here.columns);
    for (const column of inside) if (column.name.toLowerCase() !== name) this.#columns.push(column);
    this.#hide(name);
  }

  #hide(name: string): void {
    this.#level.hidden.push(name);
    this.#hidden.set(name, (this.#hidden.get(name) ?? 0) + 1);
  }

  /** The lambdas of a level end. */
  #show({ hidden }: Level): void {
    for (const name of hidden.splice(0)) {
      const left = (this.#hidden.get(name) ?? 1) - 1;
      if (left === 0) this.#hidden.delete(name);
      else this.#hidden.set(name, left);
    }
  }

  #define(word: SqlWord): void {
    this.#defined.add(word.text.toLowerCase());
  }

  #member(i: number, word: SqlWord): void {
    const owner = this.#words[i - 2];
    if (owner?.kind !== 'name' || this.#text(i - 3) === '.' || this.#text(i + 1) === '(') return;
    this.#columns.push(named(word, owner.text));
  }

  #table(i: number, word: SqlWord): void {
    this.#level.wantsTable = false;
    if (this.#text(i + 1) === '(' || this.#text(i + 1) === '.') return;
    this.#tables.push(named(word, undefined));
    this.#aliases.set(word.text.toLowerCase(), word.text);
  }

  /** Of a table in FROM, or of a column that a SELECT gives. */
  #alias(i: number, word: SqlWord): void {
    if (this.#level.inFrom) {
      const table = this.#text(i - 1) === ')' ? undefined : this.#tables.at(-1);
      this.#aliases.set(word.text.toLowerCase(), table?.name ?? '');
    } else if (this.#levels.length === 1 && this.#item !== undefined) this.#item.alias = named(word, undefined);
  }

  #beginItem(from: number): void {
    this.#item = { from: this.#text(from) === 'distinct' ? from + 1 : from, alias: undefined };
  }

  #endItem(end: number): void {
    const item = this.#item;
    this.#item = undefined;
    const [first, last] = [this.#words[item?.from ?? end], this.#words[end - 1]];
    if (item === undefined || first === undefined || last === undefined || item.from >= end) return;
    const isBare = end - item.from === 1 || (end - item.from === 3 && this.#text(end - 2) === '.');
    const bare = isBare && last.kind === 'name' ? named(last, undefined) : undefined;
    this.#items.push({ name: item.alias ?? bare, start: first.start, end: last.end });
  }
}

function level(bracket: string, before: string, columns: number): Level {
  return { bracket, before, columns, inFrom: false, wantsTable: false, hidden: [] };
}

function named({ text, quoted, start, end }: SqlWord, of: string | undefined): SqlName {
  return { name: text, quoted, start, end, of };
}

/** Whether an operand ends with this word, so that a name behind it can only be an alias, a unit or an option. */
function endsOperand(word: SqlWord | undefined): boolean {
  if (word === undefined) return false;
  if (word.kind === 'keyword') return ['end', 'null', 'true', 'false'].includes(word.text);
  return word.kind !== 'symbol' || word.text === ')' || word.text === ']';
}
