/** Where the service of a project answers. */
export interface Address {
  readonly url: string;
  readonly token: string;
}

/** What tells MLflow's clients of it, as `modelyard serve --print-env` does. */
export function trackingVariables({ url, token }: Address): Readonly<Record<string, string>> {
  return { [TRACKING_URI]: url, [TRACKING_TOKEN]: token };
}

export const TRACKING_URI = 'MLFLOW_TRACKING_URI';
export const TRACKING_TOKEN = 'MLFLOW_TRACKING_TOKEN';
