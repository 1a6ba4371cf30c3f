import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  COMMAND_IDS,
  COMPARED_RUN_COMMANDS,
  COMPARISON_COMMANDS,
  CONTEXT_KEYS,
  contextKeyOf,
  HIDDEN_COMMANDS,
  LANGUAGE,
  MILESTONES,
  ROW_COMMANDS,
  RUNNING_COMMANDS,
  SETTINGS,
  TASK_PROPERTIES,
  TASK_TYPE,
  VIEW_CONTAINER,
  VIEW_IDS,
} from '../../client/src/contributions.ts';
import { PROGRAM_ENDINGS } from '../../client/src/start/programFiles.ts';
import { TABLE_ENDINGS } from '../../client/src/start/tableFiles.ts';
import { OTHER_TOOLS } from '../../client/src/start/traces.ts';
import { rules } from '../../engine/src/checks/all.ts';
import { PROJECT_FILE } from '../../engine/src/language/kinds.ts';
import { COMPARE_PANEL } from '../../webviews/compare/protocol.ts';
import { RUN_PANEL } from '../../webviews/run/protocol.ts';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const { contributes } = manifest;

const COMPARISON_IN_FRONT = `activeWebviewPanelId == '${COMPARE_PANEL}'`;

interface Contributed {
  readonly command: string;
  readonly enablement?: string;
  readonly when?: string;
}

test('package.json names the commands that the client has, and no others', () => {
  const commands: readonly Contributed[] = contributes.commands;
  assert.deepEqual(commands.map(({ command }) => command).sort(), [...COMMAND_IDS].sort());
  const running = commands.filter(({ enablement }) => enablement === 'isWorkspaceTrusted');
  assert.deepEqual(running.map(({ command }) => command).sort(), [...RUNNING_COMMANDS].sort());
  const palette: readonly Contributed[] = contributes.menus.commandPalette;
  const hidden = palette.filter(({ when }) => when === 'false');
  assert.deepEqual(hidden.map(({ command }) => command).sort(), [...HIDDEN_COMMANDS].sort());
  const onRows = palette.filter(({ when }) => when?.includes('modelyard.selection'));
  const whens = Object.entries(ROW_COMMANDS).map(([id, kinds]) => {
    const isCompared = COMPARED_RUN_COMMANDS.some((command) => command === id);
    return [id, `modelyard.selection =~ /^(${kinds})\\b/${isCompared ? ` || ${COMPARISON_IN_FRONT}` : ''}`];
  });
  assert.deepEqual(Object.fromEntries(onRows.map(({ command, when }) => [command, when])), Object.fromEntries(whens));
  const inComparison = palette.filter(({ when }) => when === COMPARISON_IN_FRONT);
  assert.deepEqual(inComparison.map(({ command }) => command).sort(), Object.keys(COMPARISON_COMMANDS).sort());
});

test('the side panel has the views that the client fills, with words for each state that leaves them empty', () => {
  const [container, ...others] = contributes.viewsContainers.activitybar;
  assert.deepEqual(others, []);
  assert.equal(container.id, VIEW_CONTAINER);
  const views: readonly { readonly id: string; readonly icon: string }[] = contributes.views[VIEW_CONTAINER];
  assert.deepEqual(
    views.map(({ id }) => id),
    VIEW_IDS,
  );
  for (const icon of [container.icon, ...views.map(({ icon }) => icon)])
    assert.ok(existsSync(new URL(icon, root)), icon);
  const welcomes: readonly { readonly view: string; readonly when: string; readonly contents: string }[] =
    contributes.viewsWelcome;
  for (const view of VIEW_IDS)
    for (const state of ['!isWorkspaceTrusted', 'failed|stopped', `${topicOf(view)} == none`])
      assert.ok(
        welcomes.some((welcome) => welcome.view === view && welcome.when.includes(state)),
        `${view}: ${state}`,
      );
  const buttons = welcomes.flatMap(({ contents }) => [...contents.matchAll(/\(command:(modelyard\.\w+)\)/g)]);
  for (const [, command] of buttons)
    assert.ok(
      COMMAND_IDS.some((id) => id === command),
      command,
    );
});

test('menus and keys of the side panel name views, commands and context keys that there are', () => {
  const items: readonly Contributed[] = [
    ...contributes.menus['view/title'],
    ...contributes.menus['view/item/context'],
    ...contributes.keybindings,
  ];
  const inViews = items.filter(({ when }) => /\bview ==|focusedView ==/.test(when ?? ''));
  assert.ok(inViews.length > 20);
  for (const { command, when = '' } of inViews) {
    assert.ok(
      COMMAND_IDS.some((id) => id === command),
      command,
    );
    assert.ok(
      VIEW_IDS.some((id) => when.includes(` == ${id}`)),
      when,
    );
  }
  const all = JSON.stringify([contributes.menus, contributes.viewsWelcome, contributes.keybindings]);
  const read = new Set([...all.matchAll(/(modelyard\.\w+) (?:==|=~)/g)].map(([, key]) => key));
  for (const key of read) assert.ok(CONTEXT_KEYS.some((one) => one === key) || key === undefined, key);
});

test('package.json names the settings that the client reads, with their defaults', () => {
  const properties: Readonly<Record<string, { readonly default: unknown }>> = contributes.configuration.properties;
  const defaults = Object.entries(properties).map(([name, { default: value }]) => [name, value]);
  const ours = Object.entries(SETTINGS).map(([name, value]) => [`modelyard.${name}`, value]);
  assert.deepEqual(Object.fromEntries(defaults), Object.fromEntries(ours));
});

test('tasks have the properties that the client reads', () => {
  const [definition, ...others] = contributes.taskDefinitions;
  assert.deepEqual(others, []);
  assert.equal(definition.type, TASK_TYPE);
  assert.deepEqual(Object.keys(definition.properties).sort(), [...TASK_PROPERTIES].sort());
});

test('the language takes no file by its ending but the one that makes a project', () => {
  const [language, ...others] = contributes.languages;
  assert.deepEqual(others, []);
  assert.equal(language.id, LANGUAGE);
  assert.deepEqual(language.filenames, [PROJECT_FILE]);
  assert.ok(!('extensions' in language || 'filenamePatterns' in language || 'firstLine' in language));
  assert.deepEqual(Object.keys(contributes.configurationDefaults), [`[${LANGUAGE}]`]);
});

test('the grammar is of the language, and SQL in it is SQL', () => {
  const [grammar] = contributes.grammars;
  const { scopeName, ...text } = JSON.parse(readFileSync(new URL(grammar.path, root), 'utf8'));
  assert.equal(grammar.language, LANGUAGE);
  assert.equal(grammar.scopeName, scopeName);
  for (const scope of Object.keys(grammar.embeddedLanguages)) assert.ok(JSON.stringify(text).includes(scope), scope);
});

test('every file that package.json names is there, and what is built is built by esbuild.mjs', () => {
  const [{ configuration, icon }] = contributes.languages;
  const media = contributes.snippets.map(({ path }: { readonly path: string }) => path);
  const named = [manifest.icon, configuration, icon.light, icon.dark, contributes.grammars[0].path, ...media];
  for (const file of named) assert.ok(existsSync(new URL(file, root)), file);
  assert.equal(manifest.main, './dist/extension.cjs');
});

test('the problem matcher reads what `validate` writes', () => {
  const [{ pattern }] = contributes.problemMatchers;
  const [line] = pattern;
  const found = new RegExp(line.regexp).exec(
    'specs/a b.dataset.yaml:5:9 information source-not-found No data is there',
  );
  assert.ok(found);
  const told = (part: string) => found[line[part]];
  assert.equal(told('file'), 'specs/a b.dataset.yaml');
  assert.deepEqual([told('line'), told('column'), told('severity')], ['5', '9', 'information']);
  assert.deepEqual([told('code'), told('message')], ['source-not-found', 'No data is there']);
  assert.equal(new RegExp(line.regexp).exec('8 files: 1 note, 2 hints'), null);
});

test('the Explorer offers to use tables as datasets, and other files not', () => {
  const menu: readonly Contributed[] = contributes.menus['explorer/context'];
  const { when } = menu.find(({ command }) => command === 'modelyard.useAsDataset')!;
  const pattern = new RegExp(/=~ \/(.*)\/i$/.exec(when ?? '')![1]!, 'i');
  for (const ending of TABLE_ENDINGS)
    for (const name of [`a b.${ending}`, `a.${ending.toUpperCase()}`, `a.${ending}.gz`]) assert.match(name, pattern);
  for (const name of ['csv', 'a.csv.txt', 'a.dataset.yaml', 'a.json']) assert.doesNotMatch(name, pattern);
});

test('the Explorer offers to make a step of scripts and notebooks', () => {
  const menu: readonly Contributed[] = contributes.menus['explorer/context'];
  const { when } = menu.find(({ command }) => command === 'modelyard.makeStep')!;
  const pattern = new RegExp(/=~ \/(.*)\/i$/.exec(when ?? '')![1]!, 'i');
  for (const ending of PROGRAM_ENDINGS) assert.match(`a b.${ending}`, pattern);
  for (const name of ['py', 'a.py.txt', 'a.pyc']) assert.doesNotMatch(name, pattern);
});

interface Walkthrough {
  readonly id: string;
  readonly steps: readonly {
    readonly id: string;
    readonly description: string;
    readonly completionEvents: readonly string[];
    readonly media: { readonly svg: string; readonly altText: string };
  }[];
}

test('steps of walkthroughs complete by what the client notes or by its commands, and all that it notes completes some', () => {
  const walkthroughs: readonly Walkthrough[] = contributes.walkthroughs;
  const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const events = new Set(steps.flatMap(({ completionEvents }) => completionEvents));
  const commands = [...events].filter((event) => event.startsWith('onCommand:'));
  for (const event of commands)
    assert.ok(
      COMMAND_IDS.some((id) => event === `onCommand:${id}`),
      event,
    );
  const keys = [...events].filter((event) => !commands.includes(event));
  assert.deepEqual(keys.sort(), MILESTONES.map((milestone) => `onContext:${contextKeyOf(milestone)}`).sort());
});

test('walkthroughs lead to commands that are there, and their pictures follow the theme', () => {
  const walkthroughs: readonly Walkthrough[] = contributes.walkthroughs;
  for (const { description, media } of walkthroughs.flatMap(({ steps }) => steps)) {
    for (const [, command] of description.matchAll(/\(command:([^)]*)\)/g))
      assert.ok(
        COMMAND_IDS.some((id) => id === command),
        command,
      );
    assert.ok(media.altText.length > 10);
    const svg = readFileSync(new URL(media.svg, root), 'utf8');
    assert.doesNotMatch(svg, /#[0-9a-f]{3,8}\b|rgb\(|style=/i, media.svg);
  }
});

test('traces of other tools wake the extension', () => {
  const woken = manifest.activationEvents.map((event: string) => /^workspaceContains:([^*]*)$/.exec(event)?.[1] ?? []);
  assert.deepEqual(
    woken.flat(),
    OTHER_TOOLS.map(({ trace }) => trace),
  );
});

/** Context key that says what a view is empty of. */
function topicOf(view: (typeof VIEW_IDS)[number]): string {
  return `modelyard.${view === 'modelyard.experiments' ? 'runs' : view.slice('modelyard.'.length)}`;
}

test('a panel that a reload left open wakes the extension', () => {
  for (const panel of [RUN_PANEL, COMPARE_PANEL])
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${panel}`), panel);
});

test('the codes of all rules are completed where severities are set', () => {
  const { propertyNames } = contributes.configuration.properties['modelyard.severities'];
  assert.deepEqual(propertyNames.enum, rules.map(({ code }) => code).sort());
  assert.equal(propertyNames.enumDescriptions.length, rules.length);
});

test('the context menu of a panel names commands that there are', () => {
  const menu: readonly Contributed[] = contributes.menus['webview/context'];
  for (const { command, when } of menu) {
    assert.ok(
      COMMAND_IDS.some((id) => id === command),
      command,
    );
    assert.match(
      when ?? '',
      /^webviewId == 'modelyard\.(?:run'(?: && webview(?:Placed|Artifact))?|compare' && webviewRuns(?: == one)?(?: \|\| webviewId == 'modelyard\.compare' && webviewOther)?)$/,
    );
  }
});
