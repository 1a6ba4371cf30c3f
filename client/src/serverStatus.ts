import { Disposable, LanguageStatusSeverity, languages, workspace } from 'vscode';
import { type CommandId, LANGUAGE } from './contributions.ts';
import type { LanguageServer, ServerState } from './languageServer.ts';

/** What the language server does, in the status bar of spec files. */
export function showServerStatus(server: LanguageServer): Disposable {
  const item = languages.createLanguageStatusItem('modelyard.server', { language: LANGUAGE });
  item.name = 'Modelyard';
  const show = () => {
    const { text, severity, command } = LOOK[server.state];
    item.text = text;
    item.severity = severity;
    item.command = command;
    item.busy = server.state === 'starting';
    item.detail = workspace.isTrusted ? '' : 'Restricted workspace: specs are read as text, nothing is run';
  };
  show();
  return Disposable.from(item, server.onDidChangeState(show));
}

interface Look {
  readonly text: string;
  readonly severity: LanguageStatusSeverity;
  readonly command: { readonly title: string; readonly command: CommandId };
}

const SHOW = { title: 'Show Output', command: 'modelyard.showOutput' } as const;
const RESTART = { title: 'Restart', command: 'modelyard.restartServer' } as const;

const LOOK: Readonly<Record<ServerState, Look>> = {
  starting: { text: 'Modelyard is starting', severity: LanguageStatusSeverity.Information, command: SHOW },
  running: { text: 'Modelyard', severity: LanguageStatusSeverity.Information, command: SHOW },
  stopped: { text: 'Modelyard is stopped', severity: LanguageStatusSeverity.Warning, command: RESTART },
  failed: { text: 'Modelyard does not run', severity: LanguageStatusSeverity.Error, command: RESTART },
};
