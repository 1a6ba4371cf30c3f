import type { Route } from '../http/route.ts';
import { json } from '../http/route.ts';

/** The protocol that is spoken; clients ask for it before they send traces. */
const MLFLOW_VERSION = '3.11.2';

/** For who follows the address that MLflow's client prints into a browser. */
const WELCOME = `This is the local service of a Modelyard project: MLflow's clients log to it.
Its runs are shown in VS Code, and by \`modelyard runs list\`.
`;

/** What is told without a token, by path. */
export const OPEN: Readonly<Record<string, string>> = { '/': WELCOME, '/health': 'OK' };

export const routes: readonly Route[] = [
  { method: 'GET', path: '/version', below: 'top', answer: async () => ({ kind: 'text', text: MLFLOW_VERSION }) },
  {
    method: 'GET',
    path: '/mlflow/server-info',
    below: '3.0',
    answer: async () => json({ store_type: 'SqlStore', workspaces_enabled: false }),
  },
];
