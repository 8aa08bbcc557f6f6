// The parties of a generated ledger. None of them exists: states bear codes that ISO 3166 leaves to its users.
import { Dice, TRACK } from './dice.ts';

export interface Party {
  readonly code: string;
  readonly name: string;
  readonly kind: 'state' | 'organisation' | 'grouping';
}

export interface Cast {
  /** states first, the most active ones foremost */
  readonly actors: readonly Party[];
  readonly states: readonly Party[];
  /** parties that have members */
  readonly groupings: readonly Party[];
}

const STARTS = ['Var', 'Øst', 'Cal', 'Mor', 'Açor', 'Tel', 'Bran', 'Zür', 'Ner', 'Lis', 'Ond', 'Kes', 'Rho'];
const MIDDLES = ['an', 'el', 'om', 'ith', 'ard', 'une', 'os'];
const ENDS = ['ia', 'mark', 'or', 'land', 'e', 'ien', 'ay', 'stan'];
const FORMS = ['Republic of ', 'Kingdom of ', 'Federation of ', '', '', 'Commonwealth of '];
const FIELDS = ['Water', 'Space', 'Energy', 'Health', 'Trade', 'Ocean', 'Transport', 'Research', 'Food', 'Digital'];
const REACHES = ['World', 'Northern', 'Southern', 'Interregional', 'Continental', 'Joint'];
const BODIES = ['Organisation', 'Agency', 'Commission', 'Council'];
const UNIONS = ['Union', 'Compact', 'Partnership', 'League'];

/** More parties the larger the ledger is, up to about as many as the world has. */
export function castOf(commitments: number, seed: number): Cast {
  const dice = new Dice(seed, TRACK.party, 0);
  const root = Math.sqrt(commitments);
  const states = Array.from({ length: Math.min(193, 12 + Math.floor(2 * root)) }, (_, index) => state(index, dice));
  const organisations = Array.from({ length: Math.min(60, 4 + Math.floor(root / 4)) }, (_, index) => ({
    code: `ORG-${index + 1}`,
    name: `${nth(REACHES, index)} ${nth(FIELDS, index)} ${dice.pick(BODIES)} ${index + 1}`,
    kind: 'organisation' as const,
  }));
  const groupings = Array.from({ length: Math.min(12, 3 + Math.floor(root / 20)) }, (_, index) => ({
    code: `GRP-${index + 1}`,
    name: `${nth(REACHES, index)} ${nth(UNIONS, index)} ${index + 1}`,
    kind: 'grouping' as const,
  }));
  const actors = [...states.slice(0, 8), ...organisations.slice(0, 2), ...groupings, ...states.slice(8)];
  return { actors: [...actors, ...organisations.slice(2)], states, groupings };
}

const nth = (items: readonly string[], index: number): string => items[index % items.length] as string;

function state(index: number, dice: Dice): Party {
  const root = nth(STARTS, index) + nth(MIDDLES, Math.floor(index / STARTS.length)) + nth(ENDS, index);
  const letter = (value: number) => String.fromCharCode(65 + (value % 26));
  return { code: `X${letter(Math.floor(index / 26))}${letter(index)}`, name: dice.pick(FORMS) + root, kind: 'state' };
}
