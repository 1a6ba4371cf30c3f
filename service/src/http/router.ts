import type { Method, Route } from './route.ts';

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** `methods` without `found`: the path is known, the method is not. */
export interface Match {
  readonly found?: Found;
  readonly methods: readonly Method[];
}

export interface Router {
  /** `path` as it came, still encoded. */
  match(method: string, path: string): Match;
}

const PREFIXES = {
  top: [''],
  '2.0': ['/api/2.0', '/ajax-api/2.0'],
  '3.0': ['/api/3.0', '/ajax-api/3.0'],
} as const;

interface Node {
  readonly fixed: Map<string, Node>;
  one?: { readonly name: string; readonly node: Node };
  rest?: { readonly name: string; readonly routes: Map<Method, Route> };
  readonly routes: Map<Method, Route>;
}

/** A fixed segment wins over `:name`, which wins over `*rest`. */
export function createRouter(routes: readonly Route[]): Router {
  const root = emptyNode();
  for (const route of routes)
    for (const prefix of PREFIXES[route.below ?? '2.0']) add(root, segmentsOf(prefix + route.path), route);
  return {
    match(method, path) {
      const segments = decoded(path);
      const end = segments && walk(root, segments, 0, {});
      if (!end) return { methods: [] };
      const route = end.routes.get(method as Method);
      const methods = [...end.routes.keys()];
      return route ? { found: { route, params: end.params }, methods } : { methods };
    },
  };
}

function add(root: Node, segments: readonly string[], route: Route): void {
  let node = root;
  for (const segment of segments) {
    if (segment.startsWith('*')) {
      node.rest ??= { name: segment.slice(1), routes: new Map() };
      put(node.rest.routes, route);
      return;
    }
    if (segment.startsWith(':')) {
      node.one ??= { name: segment.slice(1), node: emptyNode() };
      if (node.one.name !== segment.slice(1))
        throw new Error(`${route.path}: ${segment} is :${node.one.name} elsewhere`);
      node = node.one.node;
    } else {
      const next: Node = node.fixed.get(segment) ?? emptyNode();
      node.fixed.set(segment, next);
      node = next;
    }
  }
  put(node.routes, route);
}

function put(routes: Map<Method, Route>, route: Route): void {
  if (routes.has(route.method)) throw new Error(`${route.method} ${route.path} stands twice`);
  routes.set(route.method, route);
}

interface End {
  readonly routes: Map<Method, Route>;
  readonly params: Readonly<Record<string, string>>;
}

function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  params: Readonly<Record<string, string>>,
): End | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.routes.size > 0 ? { routes: node.routes, params } : undefined;
  const fixed = node.fixed.get(segment);
  const end = fixed && walk(fixed, segments, at + 1, params);
  if (end) return end;
  const one = node.one && walk(node.one.node, segments, at + 1, { ...params, [node.one.name]: segment });
  if (one) return one;
  return (
    node.rest && { routes: node.rest.routes, params: { ...params, [node.rest.name]: segments.slice(at).join('/') } }
  );
}

/** Undefined where the encoding is broken. */
function decoded(path: string): readonly string[] | undefined {
  try {
    return segmentsOf(path).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/^\//, '').split('/');
}

function emptyNode(): Node {
  return { fixed: new Map(), routes: new Map() };
}
