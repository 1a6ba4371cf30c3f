/** JSON with non-finite figures as the texts "NaN", "Infinity" and "-Infinity"; JSON itself has no words for them. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_, part: unknown) => (typeof part === 'number' && !Number.isFinite(part) ? String(part) : part),
    indent,
  );
}
