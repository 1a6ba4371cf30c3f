import { Failure } from '../../failure.ts';
import type { PythonModelRequest } from '../../ports/pythonModel.ts';
import type { Answer } from './frames.ts';

type Named = Pick<PythonModelRequest, 'reference' | 'python'>;

/** What the child refused, in our words. */
export function refused({ words }: Answer, { reference, python }: Named): Failure {
  const said = String(words['message'] ?? '');
  switch (words['reason']) {
    case 'python-packages-missing':
      return packagesMissing(reference, python, textsOf(words['modules']), textsOf(words['pip']));
    case 'model-load':
      return new Failure('model-load', `MLflow cannot load ${reference}: ${said}`, {
        next: `See that ${python.file} has the packages that the model was made with; they stand in its requirements.txt, which \`modelyard models export\` writes.`,
        exitCode: 1,
      });
    case 'model-output':
      return new Failure('model-output', `What ${reference} answers cannot be a table: ${said}`, {
        next: 'Let it give one value a row, an array of rows, or a table; a signature says which.',
        exitCode: 1,
      });
    case 'no-converter':
      return new Failure('no-converter', `${reference} cannot become ONNX: ${said}`, {
        next: 'Go on with it in its own environment, where `predict` and `evaluate` run it, or train one that has a converter.',
        exitCode: 1,
      });
    case 'convert-failed':
      return new Failure('convert-failed', `${reference} did not become ONNX: ${said}`, {
        next: 'Try another `--opset`, or another version of the converter.',
        exitCode: 1,
      });
    default:
      return new Failure('model-run', `${reference} failed while it predicted: ${said}`, {
        next: 'See whether the columns are what the model was made for; its traceback is in the output.',
        exitCode: 1,
      });
  }
}

function packagesMissing(
  reference: string,
  { file, why }: Named['python'],
  modules: readonly string[],
  pip: readonly string[],
): Failure {
  const are = modules.length === 1 ? 'is' : 'are';
  return new Failure(
    'python-packages-missing',
    `${reference} needs ${modules.map((one) => `\`${one}\``).join(', ')}, which ${are} not installed in ${file} (${why}).`,
    { next: `Install it: ${file} -m pip install ${pip.map(quoted).join(' ')}`, exitCode: 1 },
  );
}

/** Versions such as `a>=1,<2` are no redirections. */
function quoted(text: string): string {
  return /^[\w.=-]+$/.test(text) ? text : `"${text}"`;
}

export function notStarted({ python }: Named, cause: Error): Failure {
  return new Failure('python-not-found', `${python.file} (${python.why}) could not be started: ${cause.message}`, {
    next: 'Make the environment again, or name another Python in MODELYARD_PYTHON.',
    cause,
  });
}

export function notAnswering({ reference, python }: Named, ask: string, within: number): Failure {
  const doing = ask === 'load' ? 'was not loaded' : ask === 'convert' ? 'was not converted' : 'did not answer';
  return new Failure(
    'python-timeout',
    `${reference} ${doing} within ${Math.round(within / 1000)} s, so ${python.file} was ended.`,
    {
      next: 'Try again with fewer rows, or look at what its code waits for.',
      exitCode: 1,
    },
  );
}

export function ended(
  { reference, python }: Named,
  {
    code,
    signal,
    tail,
  }: { readonly code: number | null; readonly signal: string | null; readonly tail: readonly string[] },
): Failure {
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  const words = tail.filter((line) => line.trim() !== '').slice(-3);
  const said = words.length === 0 ? '' : ` Its last words: ${words.join(' | ').slice(0, 600)}`;
  return new Failure('python-ended', `The Python of ${reference}, ${python.file}, ${how}.${said}`, {
    next:
      signal === 'SIGKILL'
        ? 'The system may have taken it for want of memory: free some, or predict fewer rows.'
        : 'Load the model there by hand to see more: `mlflow.pyfunc.load_model`.',
    exitCode: 1,
  });
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
