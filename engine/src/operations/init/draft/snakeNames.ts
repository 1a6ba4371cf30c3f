/** Names that a table of examples or of scores has for columns of its own. */
const TAKEN = ['row_id', 'timestamp', 'label', 'prediction', 'score'];

/** Gives names in snake_case, each once: `TotalCharges` is `total_charges`, a second one `total_charges_2`. */
export function snakeNames(): (name: string) => string {
  const given = new Set(TAKEN);
  return (name) => {
    const base = snakeCase(name);
    let unique = base;
    for (let number = 2; given.has(unique); number += 1) unique = `${base}_${number}`;
    given.add(unique);
    return unique;
  };
}

/** `customerID` becomes `customer_id`, `2nd floor` `column_2nd_floor`, and what has no Latin letter `column`. YAML reads `null` and `true` as no names. */
export function snakeCase(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const joined = (words ?? []).join('_');
  if (joined === '') return 'column';
  return /^(?:[0-9].*|null|true|false)$/.test(joined) ? `column_${joined}` : joined;
}
