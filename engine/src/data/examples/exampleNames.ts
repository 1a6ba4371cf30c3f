/** Names of the columns that every table of examples has; no input or label may take them. */
export const ROW_ID = 'row_id';
export const TIMESTAMP = 'timestamp';
