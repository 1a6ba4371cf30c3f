import { Failure } from '../../failure.ts';
import { areComparable, type Column } from '../../language/columnType.ts';

/** @throws Failure `entity-type` where an entity is text on one side and a number on the other */
export function checkKey(entity: string, asked: Column, event: Column, view: string): void {
  if (areComparable(asked.type, event.type)) return;
  throw new Failure(
    'entity-type',
    `The entity \`${entity}\` of view \`${view}\` is ${event.sqlType} in the events (\`${event.name}\`) and ${asked.sqlType} in \`${asked.name}\`.`,
    { next: 'Write both as the same type; the join would not find a single event.' },
  );
}

/** Conditions `left.a = right.b AND ...` for columns of the same place. */
export function equalKeys(left: readonly string[], right: readonly string[]): string {
  return left.map((name, i) => `${name} = ${right[i]}`).join(' AND ');
}
