import { flagOf, SHARED } from '../../cli/src/commandLine.ts';
import { allCommands } from '../../cli/src/commands.ts';
import { block, code, table } from './markdown.mjs';

const commands = await allCommands();

/** Every command: examples first. */
export function commandsPage() {
  return [
    '# Commands',
    'Results go to stdout, progress and messages to stderr. Exit codes: 0 done and good; 1 done, and the answer is no; 2 could not be done; 130 cancelled.',
    table(
      ['command', 'what it does'],
      commands.map(({ operation }) => [
        `[${code(operation.name)}](#modelyard-${operation.name.replaceAll(' ', '-')})`,
        operation.title,
      ]),
    ),
    '## Flags of every command',
    argumentsTable(Object.entries(SHARED)),
    ...commands.flatMap(commandSection),
  ].join('\n\n');
}

function commandSection({ operation, formats, progress }) {
  const entries = Object.entries(operation.arguments);
  const known = [...Object.keys(formats), 'json', ...(progress ? ['ndjson'] : [])].map(code).join(', ');
  return [
    `## modelyard ${operation.name}`,
    `${operation.title}.`,
    block('sh', operation.examples.map(({ command, does }) => `${command}   # ${does}`).join('\n')),
    ...(entries.length === 0 ? [] : [argumentsTable(entries)]),
    ...(operation.result === undefined
      ? []
      : [`Formats: ${known}. JSON after ${code(`schemas/output/${operation.result}.schema.json`)}.`]),
  ];
}

function argumentsTable(entries) {
  return table(
    ['argument', 'value', 'what it is'],
    entries.map(([name, argument]) => {
      const label = argument.positional ? (argument.placeholder ?? name.toUpperCase()) : `--${flagOf(name)}`;
      const value = argument.choices?.map((choice) => code(choice)).join(', ') ?? argument.type;
      const fallback =
        argument.default === undefined || argument.default === false ? '' : ` Default: ${code(argument.default)}.`;
      const marks = `${argument.required ? ' (required)' : ''}${argument.multiple ? ' (again and again)' : ''}`;
      return [code(label) + marks, argument.type === 'boolean' ? '' : value, argument.description + fallback];
    }),
  );
}
