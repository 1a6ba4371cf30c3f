import { isSecretName } from '../../tracking/maskedArguments.ts';
import { snakeCase } from '../init/draft/snakeNames.ts';
import type { ScriptArgument } from './python/readArguments.ts';
import type { DraftParam } from './stepDraft.ts';

/** How an argument that names no file is given: words of the command and the param behind them, or why it is left out. */
export type GivenArgument =
  | { readonly kind: 'param'; readonly param: DraftParam }
  | { readonly kind: 'left'; readonly note: string };

export function paramOf(argument: ScriptArgument): GivenArgument {
  const { name, flag, type, line } = argument;
  const shown = flag ?? name;
  if (isSecretName(name))
    return left(
      `\`${shown}\` (line ${line}) looks like a secret: give it under \`env\`, as \`\${{ secrets.NAME }}\`, and not on the command line.`,
    );
  if (type === 'switch') return left(`\`${shown}\` (line ${line}) is a switch: write it into \`run\` to turn it on.`);
  if (argument.isUnknown)
    return left(`\`${shown}\` (line ${line}) has a default that the text does not tell; the program uses it.`);
  if (!argument.required && argument.default === undefined)
    return left(`\`${shown}\` (line ${line}) may be given and has no default; it is left out.`);
  if (type === 'other' || type === 'several') {
    const note = `\`${shown}\` (line ${line}) takes values that a param cannot hold`;
    return left(
      argument.required
        ? `${note}, and the program asks for it: write it into \`run\`.`
        : `${note}; the program uses its default.`,
    );
  }
  const value = argument.default;
  const fits = value === undefined || typeof value === (type === 'string' ? 'string' : 'number');
  if (!fits)
    return left(`\`${shown}\` (line ${line}) has a default of another type than it takes; the program uses it.`);
  const choices = choicesOf(argument);
  return {
    kind: 'param',
    param: {
      name: snakeCase(name),
      type,
      ...(value === undefined ? {} : { default: value }),
      ...(choices === undefined ? {} : { choices }),
      ...(argument.help === undefined ? {} : { description: argument.help }),
    },
  };
}

function left(note: string): GivenArgument {
  return { kind: 'left', note };
}

/** Only of the param's type, and with its default among them. */
function choicesOf({ choices, type, default: value }: ScriptArgument): ScriptArgument['choices'] {
  const fits = choices?.every((one) => typeof one === (type === 'string' ? 'string' : 'number'));
  const has = value === undefined || choices?.some((one) => one === value);
  return fits && has ? choices : undefined;
}
