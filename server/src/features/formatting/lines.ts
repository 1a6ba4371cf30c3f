/** From the first line to the last one, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}
