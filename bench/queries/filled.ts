// A filled ledger of the bench.
export interface Filled {
  readonly dataDir: string;
  readonly commitments: number;
}

export const named = (what: string, { commitments }: Pick<Filled, 'commitments'>): string =>
  `${commitments.toLocaleString('en-US')}: ${what}`;
