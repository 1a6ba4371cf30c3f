import type { Route } from './http/route.ts';
import { routes as metrics } from './metrics/metricsRoute.ts';
import { ROUTES as MLFLOW } from './mlflow/routes.ts';

/** Everything the service answers. */
export const ROUTES: readonly Route[] = [...MLFLOW, ...metrics];
