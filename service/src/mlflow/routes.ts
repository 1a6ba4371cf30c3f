import type { Route } from '../http/route.ts';
import { routes as server } from './server.ts';

/** Everything the service answers. */
export const ROUTES: readonly Route[] = [...server];
