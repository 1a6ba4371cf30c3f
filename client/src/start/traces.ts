/** What another tool leaves in a folder that it works in. */
export interface OtherTool {
  readonly name: string;
  /** A file or folder. */
  readonly trace: string;
}

/** Their traces wake the extension: package.json names the same. */
export const OTHER_TOOLS: readonly OtherTool[] = [
  { name: 'MLflow', trace: 'mlruns' },
  { name: 'MLflow', trace: 'mlflow.db' },
  { name: 'DVC', trace: 'dvc.yaml' },
];

/** Those that hold runs, which are shown as they are. */
export const RUN_TRACES: readonly string[] = [...OTHER_TOOLS.map(({ trace }) => trace), 'dvclive'];

/** The store of a folder whose scripts log runs, project or not. */
export const PROJECT_STORE = '.modelyard/runs.db';

/** What can be done beside them, in words. */
export function offerOf(found: readonly OtherTool[]): string {
  const names = [...new Set(found.map(({ name }) => name))];
  const traces = found.map(({ trace }) => `\`${trace}\``);
  const [whose, beside] = names.length > 1 ? ['Their', 'them'] : ['Its', 'it'];
  return `${listed(names)} ${names.length > 1 ? 'are' : 'is'} used here (${listed(traces)}). ${whose} runs are shown as they are, and a Modelyard project can begin beside ${beside}, with runs, data and models of its own.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
