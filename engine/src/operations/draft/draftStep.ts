import { posix as path } from 'node:path';
import { snakeCase } from '../init/draft/snakeNames.ts';
import { paramOf } from './paramsOf.ts';
import type { ScriptArgument } from './python/readArguments.ts';
import type { ScriptFacts, ScriptUse } from './python/readScript.ts';
import type { DraftEntry, DraftParam, StepDraft } from './stepDraft.ts';

export interface DraftRequest {
  readonly id: string;
  /** Path of the program in the project. */
  readonly file: string;
  readonly facts: ScriptFacts;
  /** Of a notebook: what its cell for parameters sets. */
  readonly parameters?: ScriptFacts['settings'];
  /** Steps of the pipeline by the names of what they write. */
  readonly written: ReadonlyMap<string, readonly string[]>;
  /** Files of the project that it imports. */
  readonly modules: readonly string[];
  readonly python: StepDraft['python'];
  /** Of a path in the project. */
  isThere(path: string): Promise<boolean>;
}

/** A file may be named in so many places that the text does not tell; more are not listed. */
const MOST_NOTES = 12;

/** A step that runs a program as a look at its text tells: what is certain is declared, what is not is noted. */
export async function draftStep(request: DraftRequest): Promise<StepDraft> {
  const drafting = new Drafting(request);
  await drafting.files();
  await drafting.command();
  return drafting.result();
}

class Drafting {
  readonly #request: DraftRequest;
  readonly #words: string[] = [];
  readonly #params = new Map<string, DraftParam>();
  readonly #inputs = new Map<string, DraftEntry>();
  readonly #outputs = new Map<string, DraftEntry>();
  readonly #notes: string[] = [];

  constructor(request: DraftRequest) {
    this.#request = request;
  }

  result(): StepDraft {
    const { id, file, facts, python } = this.#request;
    for (const line of facts.models.slice(0, 1))
      this.#notes.push(`Line ${line} gives a model to MLflow, which keeps it with the run.`);
    for (const name of facts.otherArguments)
      this.#notes.push(`Arguments that it takes through ${name} are not looked into: write them into \`run\`.`);
    const notes = [...new Set(this.#notes)];
    return {
      id,
      command: this.#isNotebook ? [file] : ['python', file, ...this.#words],
      params: [...this.#params.values()],
      inputs: [...this.#inputs.values()],
      outputs: [...this.#outputs.values()],
      python,
      cache: this.#inputs.size > 0,
      notes:
        notes.length > MOST_NOTES
          ? [...notes.slice(0, MOST_NOTES), `And ${notes.length - MOST_NOTES} more of the kind.`]
          : notes,
    };
  }

  get #isNotebook(): boolean {
    return this.#request.parameters !== undefined;
  }

  /** Code, and files whose paths stand in the text. */
  async files(): Promise<void> {
    const { file, facts, modules } = this.#request;
    if (!this.#isNotebook) this.#input('code', file);
    for (const module of modules) this.#input(this.#free(`code_${nameOf(module)}`, this.#inputs), module);
    const made = new Set(facts.uses.flatMap((use) => (use.direction === 'write' ? (fixedPath(use) ?? []) : [])));
    for (const use of facts.uses) {
      if (use.value.kind === 'argument' || use.value.kind === 'position') continue;
      if (use.value.kind === 'variable') await this.#variable(use, use.value);
      else if (use.value.kind === 'text') await this.#fixed(use, made);
      else
        this.#notes.push(
          `Line ${use.line} ${verb(use)} \`${use.written}\`: the text does not tell which file that is.`,
        );
    }
  }

  /** What the program is given on the command line; of a notebook the params of its cell. */
  async command(): Promise<void> {
    const { facts, parameters } = this.#request;
    for (const [name, value] of parameters ?? []) this.#setting(name, value);
    if (this.#isNotebook) return;
    const placed = facts.arguments.filter(({ flag }) => flag === undefined);
    for (const argument of placed) await this.#argument(argument);
    if (facts.arguments.length === 0) await this.#positions();
    for (const argument of facts.arguments) if (argument.flag !== undefined) await this.#argument(argument);
  }

  #setting(name: string, value: number | string | boolean): void {
    if (snakeCase(name) !== name) {
      this.#notes.push(
        `The parameter \`${name}\` has a name that params cannot have; the notebook uses its own value.`,
      );
      return;
    }
    const type = typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'float') : typeof value;
    this.#params.set(name, { name, type: type as DraftParam['type'], default: value });
  }

  async #argument(argument: ScriptArgument): Promise<void> {
    const { name, flag } = argument;
    const uses = this.#request.facts.uses.filter(({ value }) => value.kind === 'argument' && value.name === name);
    const word = await this.#fileWord(uses, { name, given: argument.default, isAsked: argument.required });
    if (word === 'none') return;
    if (word !== undefined) {
      this.#words.push(...(flag === undefined ? [] : [flag]), word);
      return;
    }
    const given = paramOf(argument);
    if (given.kind === 'left') this.#notes.push(given.note);
    else {
      this.#params.set(given.param.name, given.param);
      this.#words.push(...(flag === undefined ? [] : [flag]), expression('params', given.param.name));
    }
  }

  async #positions(): Promise<void> {
    for (const [at, { index, name: own, type }] of this.#request.facts.positions.entries()) {
      if (index !== at + 1) {
        this.#notes.push(
          `\`sys.argv[${index}]\` is read, and what stands before it is not: write the arguments into \`run\`.`,
        );
        return;
      }
      const name = own ?? `argument_${index}`;
      const uses = this.#request.facts.uses.filter(({ value }) => value.kind === 'position' && value.index === index);
      const word = await this.#fileWord(uses, { name, given: undefined, isAsked: true });
      if (word !== undefined) this.#words.push(word);
      else {
        this.#params.set(snakeCase(name), { name: snakeCase(name), type });
        this.#words.push(expression('params', snakeCase(name)));
      }
    }
  }

  /** The word for an argument that names a file; undefined where it names none, `none` where it is left out. */
  async #fileWord(
    uses: readonly ScriptUse[],
    { name, given, isAsked }: { readonly name: string; readonly given: unknown; readonly isAsked: boolean },
  ): Promise<string | 'none' | undefined> {
    const directions = new Set(uses.map(({ direction }) => direction));
    if (directions.size !== 1) return undefined;
    const own = snakeCase(name).replace(/_(file|path)$/, '');
    if (directions.has('write')) {
      const named = typeof given === 'string' && isInside(given) ? path.basename(given) : undefined;
      const ending = endingOf(uses);
      const file = named === undefined ? own + ending : ending === '/' ? `${named}/` : named;
      return expression('outputs', this.#output(own, file));
    }
    if (given === undefined && !isAsked) {
      this.#notes.push(`\`${name}\` may name a file that is read; it is left out.`);
      return 'none';
    }
    return expression('inputs', await this.#read(own, given));
  }

  /** An input for a file that is given from outside. */
  async #read(name: string, given: unknown): Promise<string> {
    const input = this.#free(name, this.#inputs);
    const steps = this.#request.written.get(name) ?? [];
    if (typeof given === 'string' && isInside(given) && (await this.#request.isThere(path.normalize(given))))
      this.#input(input, path.normalize(given));
    else if (steps.length === 1)
      this.#input(
        input,
        expression('steps', `${steps[0]}.${name}`),
        `a guess: step \`${steps[0]}\` writes something of this name`,
      );
    else {
      const param = `${name}_file`;
      this.#params.set(param, {
        name: param,
        type: 'string',
        ...(typeof given === 'string' ? { default: given } : {}),
        description: `Path of ${name} in the project; or let another step write it, and name that step under \`inputs\`.`,
      });
      this.#input(input, expression('params', param));
    }
    return input;
  }

  async #variable(use: ScriptUse, { name, below }: { readonly name: string; readonly below?: string }): Promise<void> {
    const known = /^MODELYARD_(INPUT|OUTPUT)_(\w+)$/.exec(name);
    if (known?.[1] === 'INPUT' && !this.#inputs.has(known[2]!.toLowerCase()))
      await this.#read(known[2]!.toLowerCase(), undefined);
    else if (known?.[1] === 'OUTPUT') this.#output(known[2]!.toLowerCase(), known[2]!.toLowerCase() + use.ending);
    else if (name === 'MODELYARD_OUTPUTS' && below !== undefined) {
      // Figures are taken from these wherever they are.
      if (!/^metrics\.(json|csv)$/.test(below)) this.#output(nameOf(below), below);
    } else if (known === null)
      this.#notes.push(`Line ${use.line} ${verb(use)} a path that the variable ${name} holds: set it under \`env\`.`);
  }

  async #fixed(use: ScriptUse, made: ReadonlySet<string>): Promise<void> {
    const { line, written } = use;
    const file = fixedPath(use);
    if (file === undefined) {
      this.#notes.push(`Line ${line} ${verb(use)} \`${written}\`, which is no path in the project.`);
      return;
    }
    if (use.direction === 'write') {
      const name = nameOf(file);
      this.#notes.push(
        `Line ${line} writes \`${file}\` into the project’s folder. To keep it with the run, write to os.environ["MODELYARD_OUTPUT_${name.toUpperCase()}"] and add it to \`outputs\` as \`${name}: ${path.basename(file)}\`.`,
      );
    } else if (await this.#request.isThere(file)) {
      const isKnown = [...this.#inputs.values()].some(({ value }) => value === file);
      if (!isKnown && !made.has(file)) this.#input(this.#free(nameOf(file), this.#inputs), file);
    } else if (!made.has(file)) {
      const beside = path.join(path.dirname(this.#request.file), file);
      const where = (await this.#request.isThere(beside)) ? `; there is \`${beside}\`` : '';
      this.#notes.push(
        `Line ${line} reads \`${file}\`, which is not there: steps run in the project’s folder${where}.`,
      );
    }
  }

  #input(name: string, value: string, comment?: string): void {
    this.#inputs.set(name, { name, value, ...(comment === undefined ? {} : { comment }) });
  }

  #output(name: string, file: string): string {
    const own = this.#free(name, this.#outputs);
    this.#outputs.set(own, { name: own, value: file });
    return own;
  }

  #free(name: string, taken: ReadonlyMap<string, unknown>): string {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
    return free;
  }
}

function expression(context: string, name: string): string {
  return `\${{ ${context}.${name} }}`;
}

function verb({ direction }: ScriptUse): string {
  return direction === 'read' ? 'reads' : 'writes';
}

function nameOf(file: string): string {
  return snakeCase(path.basename(file).replace(/(?<=.)\.[^.]*$/, ''));
}

function endingOf(uses: readonly ScriptUse[]): string {
  return uses.find(({ ending }) => ending !== '')?.ending ?? '';
}

/** A path in the project as the text has it; undefined of addresses, patterns and what lies elsewhere. */
function fixedPath({ value }: ScriptUse): string | undefined {
  return value.kind === 'text' && isInside(value.text) ? path.normalize(value.text) : undefined;
}

function isInside(file: string): boolean {
  if (file === '' || /[*?[\]{}\n]|:\/\/|^[A-Za-z]:|\\|^[~/-]|\$\{/.test(file)) return false;
  const normal = path.normalize(file);
  return normal !== '.' && normal !== '..' && !normal.startsWith('../');
}
