import type { Value } from '../ports/step.ts';

/** A step as the pipeline file declares it, its expressions ready to be resolved. */
export interface StepDeclaration {
  readonly name: string;
  /** Name of the behaviour; `run` is the user's own program. */
  readonly uses: string;
  /** Names of the steps it waits for: declared, and named by its expressions. */
  readonly needs: readonly string[];
  readonly condition: Condition;
  /** Values of each axis; absent when the step runs once. */
  readonly matrix: Readonly<Record<string, readonly Value[]>> | undefined;
  readonly retries: number;
  /** Milliseconds for each attempt. */
  readonly timeout: number | undefined;
  readonly cache: boolean;
  /** `with` (or the parts of a program's call) for these outputs. Throws a `Failure` that names the line. */
  resolve(scope: Scope): Resolved;
}

export type Condition =
  | { readonly kind: 'needs' }
  /** Runs whatever became of the steps it waits for. */
  | { readonly kind: 'always' }
  | { readonly kind: 'expression'; readonly holds: (scope: Scope) => boolean };

/** What expressions of a step can see beside what holds for the whole run. */
export interface Scope {
  /** Outputs by step; a list for steps with a matrix; null for a skipped step. */
  readonly steps: Readonly<Record<string, Value>>;
  readonly matrix: Readonly<Record<string, Value>>;
}

export interface Resolved {
  readonly with: Readonly<Record<string, Value>>;
  /** Secrets by variable: given to the program, never hashed, stored or shown. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** One execution of a step: a step without matrix, or one cell of it. */
export interface PlannedStep {
  /** `train`, or `train[2]` in a matrix. */
  readonly id: string;
  readonly declaration: StepDeclaration;
  readonly matrix: Readonly<Record<string, Value>>;
  /** Names of steps, all cells of which are waited for. */
  readonly needs: readonly string[];
  readonly mode: 'normal' | 'again' | 'from-cache';
}

export interface Selection {
  /** This step and all that follows run again; what comes before is taken from the cache. */
  readonly from?: string | undefined;
  /** This step and what it needs. */
  readonly until?: string | undefined;
  /** What this step needs, without the step. */
  readonly before?: string | undefined;
  /** This step alone; what it needs is taken from the cache. */
  readonly only?: string | undefined;
  /** Nothing is taken from the cache. */
  readonly force?: boolean;
}

/**
 * The executions of a pipeline in an order in which each comes after what it needs.
 * The steps are known to be free of cycles and of unknown names.
 */
export function planSteps(declarations: readonly StepDeclaration[], selection: Selection = {}): readonly PlannedStep[] {
  const byName = new Map(declarations.map((step) => [step.name, step]));
  const before = (name: string) => closure(name, (step) => byName.get(step)?.needs ?? []);
  const after = (name: string) =>
    closure(name, (step) => declarations.filter((other) => other.needs.includes(step)).map((other) => other.name));
  const target = selection.only ?? selection.until ?? selection.before;
  const reached = target === undefined ? new Set(byName.keys()) : before(target);
  const wanted = new Set([...reached].filter((name) => name !== selection.before));
  const again = selection.from === undefined ? undefined : after(selection.from);
  const modeOf = (name: string): PlannedStep['mode'] => {
    if (selection.only !== undefined) return name === selection.only ? 'again' : 'from-cache';
    if (again) return again.has(name) ? 'again' : 'from-cache';
    return selection.force ? 'again' : 'normal';
  };
  return inOrder(declarations)
    .filter((step) => wanted.has(step.name))
    .flatMap((step) =>
      cells(step).map((cell) => ({ ...cell, needs: step.needs, declaration: step, mode: modeOf(step.name) })),
    );
}

/** Steps in order of their needs, else as written. */
function inOrder(declarations: readonly StepDeclaration[]): readonly StepDeclaration[] {
  const byName = new Map(declarations.map((step) => [step.name, step]));
  const done = new Set<string>();
  const order: StepDeclaration[] = [];
  const visit = (step: StepDeclaration) => {
    if (done.has(step.name)) return;
    done.add(step.name);
    for (const need of step.needs) {
      const needed = byName.get(need);
      if (needed) visit(needed);
    }
    order.push(step);
  };
  for (const step of declarations) visit(step);
  return order;
}

function cells(step: StepDeclaration): readonly Pick<PlannedStep, 'id' | 'matrix'>[] {
  if (!step.matrix) return [{ id: step.name, matrix: {} }];
  let product: Record<string, Value>[] = [{}];
  for (const [axis, values] of Object.entries(step.matrix))
    product = product.flatMap((cell) => values.map((value) => ({ ...cell, [axis]: value })));
  return product.map((matrix, index) => ({ id: `${step.name}[${index}]`, matrix }));
}

function closure(start: string, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...next(name));
  }
  return seen;
}
