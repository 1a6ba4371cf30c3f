import type { Operation } from '../../engine/src/operations/operation.ts';
import { flagOf, SHARED } from './commandLine.ts';
import { type Style, textTable } from './terminal.ts';

/** `modelyard help`: every command in one line. */
export function overview(operations: readonly Operation[], style: Style): string {
  const rows = operations.map((operation) => [`  ${operation.name}`, operation.title]);
  return [
    `${style.bold('modelyard')}: machine-learning operations as files in git`,
    '',
    'Commands:',
    textTable(['', ''], rows).trim().replace(/^/, '  '),
    '',
    '`modelyard help COMMAND` shows examples and flags.',
  ].join('\n');
}

/** `modelyard help COMMAND`: examples first. */
export function commandHelp(operation: Operation, style: Style): string {
  const entries = Object.entries(operation.arguments);
  const places = entries.filter(([, argument]) => argument.positional);
  const flags = [...entries.filter(([, argument]) => !argument.positional), ...Object.entries(SHARED)];
  const shape = places.map(([name, argument]) => {
    const label = `${argument.placeholder ?? name.toUpperCase()}${argument.multiple ? '...' : ''}`;
    return argument.required ? label : `[${label}]`;
  });
  const flagRows = flags.map(([name, argument]) => {
    const named = argument.choices?.filter((choice) => choice !== argument.bare).join('|');
    const shape = named ?? argument.placeholder ?? argument.type.toUpperCase();
    const value = argument.type === 'boolean' ? '' : argument.bare === undefined ? ` ${shape}` : ` [${shape}]`;
    const fallback =
      argument.default === undefined || argument.default === false ? '' : ` Default: ${argument.default}.`;
    return [
      `  --${flagOf(name)}${value}`,
      `${argument.description}${fallback}${argument.multiple ? ' May be given again.' : ''}`,
    ];
  });
  return [
    operation.title,
    '',
    style.bold('Examples'),
    ...operation.examples.flatMap(({ command, does }) => [`  ${style.cyan(command)}`, `      ${does}`]),
    '',
    style.bold('Usage'),
    `  modelyard ${[operation.name, ...shape].join(' ')} [flags]`,
    ...places.map(([name, argument]) => `  ${argument.placeholder ?? name.toUpperCase()}: ${argument.description}`),
    '',
    style.bold('Flags'),
    textTable(['', ''], flagRows).slice(1),
  ].join('\n');
}
