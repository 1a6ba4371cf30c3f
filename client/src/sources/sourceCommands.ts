import { commands, window } from 'vscode';
import type { Asking } from '../asking.ts';
import type { Commands } from '../contributions.ts';
import type { Subject } from '../views/row.ts';
import { addSource, askForToken } from './addSource.ts';
import { importRuns } from './importRuns.ts';
import { pickSource } from './pickSource.ts';
import type { RunSources } from './runSources.ts';
import { isAddress, nameOfPlace } from './sourcePlace.ts';

export interface SourceCommandOptions {
  readonly sources: RunSources;
  readonly asking: Asking;
  /** The command line's bundle. */
  readonly program: string;
}

/** What the commands on sources do; from the palette they ask which one is meant. */
export function sourceHandlers(options: SourceCommandOptions): SourceHandlers {
  const { added } = options.sources;
  return {
    'modelyard.addRunSource': (given) => addSource(given, added),
    'modelyard.removeRunSource': (given) => removeSource(given, options),
    'modelyard.enterSourceToken': (given) => enterToken(given, options),
    'modelyard.importRuns': async (given) => {
      const chosen =
        given?.source === undefined ? await pickSource(options.asking) : { ...given, source: given.source };
      if (chosen !== undefined) await importRuns(chosen, options);
    },
  };
}

async function removeSource(given: Subject | undefined, { sources }: SourceCommandOptions): Promise<void> {
  const { added } = sources;
  const place = placeOf(given, sources) ?? (await pickPlace(added.places, 'Run source to remove'));
  if (place === undefined) return;
  await added.remove(place);
  if (added.isShared(place)) void tellShared(place);
}

/** What a team shares stands in a file of theirs. */
async function tellShared(place: string): Promise<void> {
  const open = 'Open Settings';
  const text = `${nameOfPlace(place)} stands in the setting modelyard.runSources: take it out there.`;
  if ((await window.showInformationMessage(text, open)) === open)
    await commands.executeCommand('workbench.action.openWorkspaceSettings', 'modelyard.runSources');
}

async function enterToken(given: Subject | undefined, { sources }: SourceCommandOptions): Promise<void> {
  const { added } = sources;
  const place =
    placeOf(given, sources) ?? (await pickPlace(added.places.filter(isAddress), 'Server that wants a token'));
  const token = place === undefined ? undefined : await askForToken(place);
  if (place !== undefined && token !== undefined) await added.setToken(place, token);
}

function placeOf(given: Subject | undefined, sources: RunSources): string | undefined {
  return given?.source === undefined ? undefined : sources.addedAs(given.root, given.source);
}

async function pickPlace(places: readonly string[], placeHolder: string): Promise<string | undefined> {
  if (places.length === 0) {
    void window.showInformationMessage('No such source was added. “Modelyard: Add Run Source…” adds one.');
    return undefined;
  }
  const items = places.map((place) => ({ label: nameOfPlace(place), description: place }));
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.description;
}

type SourceHandlers = {
  readonly [C in
    | 'modelyard.addRunSource'
    | 'modelyard.removeRunSource'
    | 'modelyard.enterSourceToken'
    | 'modelyard.importRuns']: (argument: Commands[C]) => unknown;
};
