/** What a SELECT names, as DuckDB's parser sees it. Positions are byte offsets. */
export interface SqlTree {
  readonly columns: readonly ColumnReference[];
  readonly functions: readonly FunctionCall[];
  readonly tables: readonly TableReference[];
  readonly parameters: readonly Named[];
  /** Things that are not allowed everywhere, by what they are. */
  readonly subqueries: readonly Place[];
  readonly windows: readonly Place[];
  readonly stars: readonly Place[];
  readonly samples: readonly Place[];
  /** Expressions of the first SELECT, and whether one of them has a name of its own. */
  readonly selected: number;
  readonly named: boolean;
}

interface Place {
  readonly at: number | undefined;
}

interface Named extends Place {
  readonly name: string;
}

/** `a`, `t.a`, or `s.field`. */
interface ColumnReference extends Place {
  readonly names: readonly string[];
}

export interface FunctionCall extends Named {
  readonly arguments: number;
  /** Stands after FROM. */
  readonly table: boolean;
}

export interface TableReference extends Named {
  /** `other` is what stands after FROM and is neither table nor subquery nor values, such as `SHOW`. */
  readonly kind: 'table' | 'other';
  readonly qualified: boolean;
}

type Node = Readonly<Record<string, unknown>>;

/** Reads the tree that `json_serialize_sql` gave for one statement. */
export function readTree(statement: Node): SqlTree {
  const reader = new TreeReader();
  const query = statement['node'] as Node;
  reader.visit(query, EMPTY_SCOPE);
  const list = Array.isArray(query['select_list']) ? (query['select_list'] as Node[]) : [];
  return { ...reader.seen, selected: list.length, named: list.some((item) => item['alias'] !== '') };
}

/** Names that mean something nearer than the scope: tables of WITH, parameters of lambdas. */
interface Nearer {
  readonly tables: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
}

const EMPTY_SCOPE: Nearer = { tables: new Set(), columns: new Set() };
const PLAIN_TABLES = new Set(['SUBQUERY', 'JOIN', 'EMPTY', 'EXPRESSION_LIST', 'PIVOT']);

class TreeReader {
  readonly seen = {
    columns: [] as ColumnReference[],
    functions: [] as FunctionCall[],
    tables: [] as TableReference[],
    parameters: [] as Named[],
    subqueries: [] as Place[],
    windows: [] as Place[],
    stars: [] as Place[],
    samples: [] as Place[],
  };

  visit(value: unknown, nearer: Nearer): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, nearer);
    } else if (typeof value === 'object' && value !== null) {
      this.#visitNode(value as Node, nearer);
    }
  }

  #visitNode(node: Node, nearer: Nearer): void {
    if (node['class'] === 'LAMBDA') {
      this.#visitLambda(node, nearer);
      return;
    }
    const within = withTables(node, nearer);
    if (typeof node['class'] === 'string') this.#seeExpression(node, within);
    else if ('column_name_alias' in node || isTable(node)) this.#seeTable(node, within);
    if (node['sample'] !== undefined && node['sample'] !== null) this.seen.samples.push(placeOf(node));
    for (const child of Object.values(node)) this.visit(child, within);
  }

  #visitLambda(node: Node, nearer: Nearer): void {
    const parameters = new TreeReader();
    parameters.visit(node['lhs'], EMPTY_SCOPE);
    const names = parameters.seen.columns.map((column) => column.names[0]!.toLowerCase());
    this.visit(node['expr'], { ...nearer, columns: new Set([...nearer.columns, ...names]) });
  }

  #seeExpression(node: Node, nearer: Nearer): void {
    const place = placeOf(node);
    switch (node['class']) {
      case 'COLUMN_REF': {
        const names = node['column_names'] as string[];
        if (!nearer.columns.has(names[0]!.toLowerCase())) this.seen.columns.push({ names, ...place });
        return;
      }
      case 'FUNCTION':
        this.seen.functions.push({ ...callOf(node), table: false });
        return;
      case 'WINDOW':
        this.seen.functions.push({ ...callOf(node), table: false });
        this.seen.windows.push(place);
        return;
      case 'SUBQUERY':
        this.seen.subqueries.push(place);
        return;
      case 'STAR':
        this.seen.stars.push(place);
        return;
      case 'PARAMETER':
        this.seen.parameters.push({ name: String(node['identifier']), ...place });
    }
  }

  #seeTable(node: Node, nearer: Nearer): void {
    const place = placeOf(node);
    const type = node['type'];
    if (type === 'BASE_TABLE') {
      const name = String(node['table_name']);
      const qualified = node['schema_name'] !== '' || node['catalog_name'] !== '';
      if (qualified || !nearer.tables.has(name.toLowerCase())) {
        this.seen.tables.push({ kind: 'table', name, qualified, ...place });
      }
    } else if (type === 'TABLE_FUNCTION') {
      this.seen.functions.push({ ...callOf(node['function'] as Node), ...place, table: true });
    } else if (!PLAIN_TABLES.has(String(type))) {
      this.seen.tables.push({ kind: 'other', name: String(type), qualified: false, ...place });
    }
  }
}

function isTable(node: Node): boolean {
  return node['type'] === 'TABLE_FUNCTION' || node['type'] === 'SHOW_REF';
}

function callOf(node: Node): Omit<FunctionCall, 'table'> {
  const children = Array.isArray(node['children']) ? node['children'] : [];
  return { name: String(node['function_name']).toLowerCase(), arguments: children.length, ...placeOf(node) };
}

function withTables(node: Node, nearer: Nearer): Nearer {
  const map = (node['cte_map'] as { map?: { key: string }[] } | undefined)?.map;
  if (map === undefined || map.length === 0) return nearer;
  return { ...nearer, tables: new Set([...nearer.tables, ...map.map((entry) => entry.key.toLowerCase())]) };
}

/** The parser writes 2^64-1 where it knows no position. */
function placeOf(node: Node): Place {
  const at = node['query_location'];
  return { at: typeof at === 'number' && Number.isSafeInteger(at) ? at : undefined };
}
