/** Kinds of places where other tools keep runs, as people call them. */
export const ORIGIN_WORDS = {
  mlruns: 'MLflow folder',
  'mlflow-database': 'MLflow database',
  'mlflow-server': 'MLflow server',
  dvc: 'DVC',
} as const;

/** `MLflow folder old/mlruns`. */
export function originText({ kind, place }: Origin): string {
  return place === '.' ? ORIGIN_WORDS[kind] : `${ORIGIN_WORDS[kind]} ${place}`;
}

interface Origin {
  readonly kind: keyof typeof ORIGIN_WORDS;
  /** From the project; `.` is its folder. */
  readonly place: string;
}
