import { snakeCase } from './snakeNames.ts';
import type { ColumnFacts } from './tableFacts.ts';

/** Whether the name says that the time is when somebody was born, and no event of the row. */
export function isBirth({ name }: ColumnFacts): boolean {
  return BIRTH.test(snakeCase(name));
}

export const BIRTH = /(?:^|_)(?:birth|birthday|birthdate|dob)(?:_|$)/;
