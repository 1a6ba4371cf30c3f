/** `s3://` of `s3://bucket/flights.parquet`; undefined of a path. */
export function sourceScheme(text: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
}
