import type { LogOutputChannel } from 'vscode';
import { workspace } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { COMMANDS, type InitializationOptions, type Settings } from '../../server/src/protocol.ts';
import { LANGUAGE } from './contributions.ts';
import { Restarts } from './restarts.ts';

export interface ClientOptions {
  /** The server's bundle. */
  readonly module: string;
  readonly output: LogOutputChannel;
  readonly became: (state: 'starting' | 'running') => void;
  /** The server ended and is not started again. */
  readonly gaveUp: (why: string) => void;
}

/** A client of the language server, which runs under the editor's own Node; what goes wrong is logged and left to others to show. */
export class Client extends LanguageClient {
  constructor({ module, output, became, gaveUp }: ClientOptions) {
    const server = {
      module,
      transport: TransportKind.ipc,
      options: { env: { ORT_DISABLE_TELEMETRY: '1' } },
    };
    const debug = { ...server, options: { ...server.options, execArgv: ['--nolazy', '--inspect=6019'] } };
    super('modelyard', 'Modelyard', { run: server, debug }, clientOptions(output, gaveUp));
    this.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) became('starting');
      if (newState === State.Running) became('running');
    });
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function clientOptions(output: LogOutputChannel, gaveUp: (why: string) => void): LanguageClientOptions {
  const restarts = new Restarts();
  return {
    documentSelector: [{ scheme: 'file', language: LANGUAGE }],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions,
    initializationFailedHandler: () => false,
    diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed() {
        if (restarts.again(Date.now())) return { action: CloseAction.Restart, handled: true };
        gaveUp(`it ended ${restarts.most + 1} times within minutes`);
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
  };
}

/** Lenses appear for what can be carried out now: in a restricted workspace nothing is run. */
function initializationOptions(): InitializationOptions {
  const { isTrusted } = workspace;
  const running = [COMMANDS.runPipeline, COMMANDS.runToStep, COMMANDS.lockData];
  return {
    trusted: isTrusted,
    settings: settings(),
    commands: [COMMANDS.showReferences, ...(isTrusted ? running : [])],
  };
}

function settings(): Settings {
  const set = workspace.getConfiguration('modelyard');
  return {
    severities: set.get<NonNullable<Settings['severities']>>('severities', {}),
    environment: set.get('environment', ''),
  };
}
