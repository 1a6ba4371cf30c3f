/** A policy that passes checks as it stands, and asks for something. */
export function policyText(model: string, alias: string): string {
  return `policy: ${policyName(model)}
applies_to: [${JSON.stringify(model)}]
aliases:
  ${alias}:
    gates:
      - {name: described, card: complete}
      - {name: data held, checks: passed}
    rollback: {gates: none}
`;
}

/** The name of a policy for a model, which names its file too. */
export function policyName(model: string): string {
  return (
    model
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]+/g, '-')
      .replace(/^[^a-z]+/, '') || 'default'
  );
}
