import type { Route } from '../http/route.ts';
import { routes as aliases } from './aliases.ts';
import { routes as artifacts } from './artifacts.ts';
import { routes as experiments } from './experiments.ts';
import { routes as loggedModels } from './loggedModels.ts';
import { routes as logging } from './logging.ts';
import { routes as metrics } from './metrics.ts';
import { routes as modelVersions } from './modelVersions.ts';
import { routes as registeredModels } from './registeredModels.ts';
import { routes as runs } from './runs.ts';
import { routes as server } from './server.ts';

/** What MLflow's clients ask. */
export const ROUTES: readonly Route[] = [
  ...server,
  ...experiments,
  ...runs,
  ...logging,
  ...metrics,
  ...loggedModels,
  ...registeredModels,
  ...modelVersions,
  ...aliases,
  ...artifacts,
];
