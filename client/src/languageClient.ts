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
import {
  CHANGED_NOTIFICATION,
  COMMANDS,
  type InitializationOptions,
  LIVE_NOTIFICATION,
  type Settings,
  SPECS_CHANGED_NOTIFICATION,
} from '../../server/src/protocol.ts';
import { LANGUAGE } from './contributions.ts';
import { Restarts } from './restarts.ts';

export interface ClientOptions {
  /** The server's bundle. */
  readonly module: string;
  readonly output: LogOutputChannel;
  readonly became: (state: 'starting' | 'running') => void;
  /** The server ended and is not started again. */
  readonly gaveUp: (why: string) => void;
  readonly told: (notice: { readonly method: string; readonly params: unknown }) => void;
}

/** A client of the language server, which runs under the editor's own Node; what goes wrong is logged and left to others to show. */
export class Client extends LanguageClient {
  #isLeft = false;

  constructor(options: ClientOptions) {
    const server = {
      module: options.module,
      transport: TransportKind.ipc,
      options: { env: { ORT_DISABLE_TELEMETRY: '1' } },
    };
    const debug = { ...server, options: { ...server.options, execArgv: ['--nolazy', '--inspect=6019'] } };
    const life = { answered: false };
    super('modelyard', 'Modelyard', { run: server, debug }, clientOptions(options, life));
    for (const method of [CHANGED_NOTIFICATION, LIVE_NOTIFICATION, SPECS_CHANGED_NOTIFICATION])
      this.onNotification(method, (params: unknown) => options.told({ method, params }));
    this.onDidChangeState(({ newState }) => {
      life.answered = newState === State.Running;
      if (newState === State.Starting) options.became('starting');
      if (newState === State.Running) options.became('running');
    });
  }

  override error(message: string, data?: unknown): void {
    // Nobody waits for the start of one that was left.
    if (!this.#isLeft) super.error(message, data, false);
  }

  /** One that does not answer cannot be asked to leave, which the library takes for an error of its caller. */
  override async stop(timeout?: number): Promise<void> {
    if (this.isRunning()) return super.stop(timeout);
    this.#isLeft = true;
    this.serverProcess?.kill();
  }
}

/** Whether the server that runs now has answered. */
interface Life {
  readonly answered: boolean;
}

function clientOptions({ output, gaveUp }: ClientOptions, life: Life): LanguageClientOptions {
  const restarts = new Restarts();
  const closed = async () => {
    const { answered } = life;
    // The start that waits for the server fails first: its promise is forgotten after this.
    await new Promise((resolve) => setImmediate(resolve));
    if (answered && restarts.again(performance.now())) return { action: CloseAction.Restart, handled: true };
    gaveUp(answered ? `it ended ${restarts.most + 1} times within minutes` : 'it ended before it answered');
    return { action: CloseAction.DoNotRestart, handled: true };
  };
  return {
    documentSelector: [{ scheme: 'file', language: LANGUAGE }],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions,
    initializationFailedHandler: () => false,
    diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
    errorHandler: { error: () => ({ action: ErrorAction.Continue, handled: true }), closed },
  };
}

/** Lenses appear for what can be carried out now: in a restricted workspace nothing is run. */
function initializationOptions(): InitializationOptions {
  const { isTrusted } = workspace;
  const running = [
    COMMANDS.runPipeline,
    COMMANDS.runToStep,
    COMMANDS.debugStep,
    COMMANDS.lockData,
    COMMANDS.rollBackAlias,
    COMMANDS.checkMonitor,
  ];
  return {
    trusted: isTrusted,
    settings: settings(),
    commands: [
      COMMANDS.showReferences,
      COMMANDS.openRun,
      COMMANDS.openReport,
      COMMANDS.compareRuns,
      COMMANDS.promoteVersion,
      COMMANDS.compareVersions,
      COMMANDS.openDriftReport,
      ...(isTrusted ? running : []),
    ],
  };
}

function settings(): Settings {
  const set = workspace.getConfiguration('modelyard');
  return {
    severities: set.get<NonNullable<Settings['severities']>>('severities', {}),
    environment: set.get('environment', ''),
  };
}
