import { operation } from '../../../engine/src/operations/operation.ts';
import type { Command } from '../command.ts';

/** Declared as the others are, for help and flags; the process is given over to the service. */
const serve = operation({
  name: 'serve',
  title: "Answer MLflow's clients on this machine, and do what schedules and new data start",
  examples: [
    {
      command: 'eval "$(modelyard serve --print-env)"',
      does: 'starts the service when it does not run, and tells the `mlflow` of this shell where it is',
    },
    {
      command: 'modelyard serve',
      does: 'answers until Ctrl-C, or until nobody has asked anything for ten minutes; as long as a monitor or a pipeline has a trigger, it stays and keeps it',
    },
    {
      command: 'modelyard serve --project scripts',
      does: 'needs no modelyard.yaml: what is logged is kept in the folder’s own .modelyard',
    },
  ],
  arguments: {
    port: {
      type: 'integer',
      description: 'On 127.0.0.1; default: the one of last time, else any that is free.',
      placeholder: 'N',
    },
    printEnv: {
      type: 'boolean',
      description: 'Only print the lines that set MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN in a shell.',
    },
    shell: {
      type: 'string',
      description: 'Whose lines `--print-env` prints; default: the shell that calls.',
      choices: ['posix', 'powershell', 'fish'],
    },
    idle: {
      type: 'number',
      description:
        'Leave after so many seconds without a request, unless a run is at work or a trigger is kept; 0: never.',
      default: 600,
      placeholder: 'SECONDS',
    },
  },
  result: 'serve',
  run: () => Promise.reject(new Error('a server has no result')),
});

export const commands: readonly Command[] = [{ operation: serve, formats: {}, serves: true }];
