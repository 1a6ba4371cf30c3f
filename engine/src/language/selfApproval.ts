/** Why approvals of the two who decide already do not count. */
export const BY_MAKER = 'self-approval: they made this version';
export const BY_MOVER = 'self-approval: they move the alias';
