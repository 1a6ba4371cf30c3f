import type { Signature, SignatureInput, SignatureOutput } from '../../ports/learner.ts';
import type { ModelInput, ModelOutput, TableInput, TableModel } from '../../ports/modelRuntime.ts';
import type { PythonModel, PythonModelRequest, PythonModels } from '../../ports/pythonModel.ts';
import { fromArrow, toArrow } from './arrowStream.ts';
import type { Answer, Ask } from './frames.ts';
import { refused } from './pyfuncFailures.ts';
import { PythonChild } from './pythonChild.ts';

export interface PyfuncOptions {
  /** Milliseconds in which a model must be loaded or converted; packages such as torch take their time. */
  readonly loadsWithin?: number;
  /** Milliseconds in which it must answer a batch. */
  readonly answersWithin?: number;
}

const MINUTE = 60_000;
const NO_DATA = new Uint8Array();

/** MLflow models in a child of the Python that was found for them. */
export function pyfuncModels({
  loadsWithin = 10 * MINUTE,
  answersWithin = 30 * MINUTE,
}: PyfuncOptions = {}): PythonModels {
  return {
    async open(request) {
      const child = new PythonChild(request);
      const asked = async (ask: Ask, data: Uint8Array = NO_DATA): Promise<Answer> => {
        const isSlow = ask.ask === 'load' || ask.ask === 'convert';
        const answer = await child.ask(ask, data, isSlow ? loadsWithin : answersWithin);
        if (answer.words.answer === 'refused') throw refused(answer, request);
        return answer;
      };
      try {
        const { folder, root } = request;
        const { words } = await asked({ ask: 'load', folder, root });
        return openModel(words as unknown as LoadedFacts, asked, child, request);
      } catch (error) {
        await child.close();
        throw error;
      }
    },
  };
}

/** As the child tells them. */
interface LoadedFacts {
  readonly how: string;
  readonly inputs:
    | readonly { readonly name: string; readonly type: SignatureInput | null; readonly required: boolean }[]
    | null;
  readonly outputs: readonly LoadedOutput[] | null;
}

interface LoadedOutput {
  readonly name: string;
  readonly label: SignatureOutput['label'];
  readonly classes?: readonly string[];
  readonly probability?: boolean;
}

function openModel(
  facts: LoadedFacts,
  asked: (ask: Ask, data?: Uint8Array) => Promise<Answer>,
  child: PythonChild,
  { said }: PythonModelRequest,
): PythonModel {
  said?.(`The model answers by ${facts.how}.`);
  let types: Readonly<Record<string, SignatureInput>> = {};
  const arrow = (inputs: Readonly<Record<string, ModelInput>>, rows: number) => toArrow(inputs, types, rows);
  const table: TableModel = {
    inputs: facts.inputs === null ? undefined : Object.fromEntries(facts.inputs.map(inputOf)),
    outputs: facts.outputs === null ? undefined : outputsOf(facts.outputs),
    takes(given) {
      types = given;
    },
    async learn(inputs, rows) {
      const { words } = await asked({ ask: 'learn', rows }, arrow(inputs, rows));
      return outputsOf(words['outputs'] as readonly LoadedOutput[]);
    },
  };
  return {
    inputs: [],
    outputs: [],
    signature: undefined,
    metadata: {},
    table,
    how: facts.how,
    async predict(inputs, rows): Promise<Readonly<Record<string, ModelOutput>>> {
      return fromArrow((await asked({ ask: 'predict', rows }, arrow(inputs, rows))).data);
    },
    async example() {
      const { words, data } = await asked({ ask: 'example' });
      const rows = Number(words['rows']);
      return rows === 0 ? undefined : { rows, columns: fromArrow(data) };
    },
    async convert(file, { opset, inputs, signature }) {
      const { words } = await asked({ ask: 'convert', file, opset: opset ?? null, inputs, signature });
      return { converter: String(words['converter']), opset: Number(words['opset']) };
    },
    close: () => child.close(),
  };
}

function inputOf({ name, type, required }: NonNullable<LoadedFacts['inputs']>[number]): [string, TableInput] {
  return [name, { type: type ?? undefined, required }];
}

function outputsOf(outputs: readonly LoadedOutput[]): Signature['outputs'] {
  return Object.fromEntries(
    outputs.map(({ name, label, classes, probability }): [string, SignatureOutput] => {
      if (classes === undefined) return [name, { task: 'regression', label }];
      const task = classes.length === 2 ? 'binary' : 'multiclass';
      return [name, { task, label, classes, ...(probability ? { probability: 'double' } : {}) }];
    }),
  );
}
