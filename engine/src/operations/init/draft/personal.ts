import { snakeCase } from './snakeNames.ts';
import type { ColumnFacts } from './tableFacts.ts';

/** What the name of a column, with a look at its values, says about the people in the rows. */
export type Personal =
  /** Tells who somebody is. */
  | 'direct'
  /** Of the categories that data protection law guards most: origin, belief, health. */
  | 'special'
  /** Equal treatment law speaks of it; a model may use it where that is allowed. */
  | 'protected';

/** A guess from the name; undefined where it says nothing. */
export function personal(column: ColumnFacts, rows: number): Personal | undefined {
  const name = snakeCase(column.name);
  const isMany = column.distinct > 20 || (column.distinct > 2 && column.distinct >= rows * 0.8);
  if (DIRECT.test(name) && isMany) return 'direct';
  if (isPersonId(column) && isMany) return 'direct';
  if (SPECIAL.test(name)) return 'special';
  return PROTECTED.test(name) ? 'protected' : undefined;
}

/** Whether the name says that the column is an id of people. */
export function isPersonId({ name }: { readonly name: string }): boolean {
  return PERSON_ID.test(snakeCase(name));
}

/** Whether the name says that the column is an id of anything. */
export function isId({ name }: { readonly name: string }): boolean {
  return ID.test(snakeCase(name)) || isPersonId({ name });
}

const DIRECT = words(
  'first_name last_name full_name surname family_name given_name middle_name user_name username login nickname',
  'name_of_customer customer_name employee_name patient_name person_name contact_name student_name passenger_name',
  'email e_mail mail phone telephone mobile cell_phone fax street street_address home_address postal_address address',
  'ssn social_security social_security_number passport national_id tax_id iban credit_card card_number account_number',
  'ip ip_address mac_address device_id birth_date birthdate birthday date_of_birth dob licence_plate license_plate',
);
const SPECIAL = words(
  'race ethnicity ethnic ethnic_group ethnic_origin religion faith belief political_party party_affiliation',
  'sexual_orientation trade_union union_member disability disabled caste nationality citizenship',
  'native_country country_of_birth country_of_origin place_of_birth birth_country',
);
const PERSON =
  'customer client user patient person employee member student subscriber driver passenger tenant applicant citizen visitor borrower policyholder donor';
const PROTECTED = new RegExp(
  `^(?:(?:${PERSON.replaceAll(' ', '|')})_)?(?:sex|gender|age|marital|marital_status|senior_citizen|family_status)$`,
);
const PERSON_ID = new RegExp(`^(?:${PERSON.replaceAll(' ', '|')})(?:_(?:id|key|no|num|number|code|uuid|hash))?$`);
const ID =
  /(?:^|_)(?:id|ids|uuid|guid|key|ssn|serial|serial_number|hash|url|token|rowid|rownum|rownames|rowname|idx|index|unnamed)(?:_\d+)?$|^(?:row|line)(?:_(?:number|no|num|name|names))?$/;

/** Matches a name that is, or ends in, one of these. */
function words(...lines: readonly string[]): RegExp {
  return new RegExp(`(?:^|_)(?:${lines.join(' ').replaceAll(' ', '|')})$`);
}
