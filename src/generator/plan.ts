// What becomes of a commitment, step by step: only when and what, so that it is cheap to work out again for each step.
import type { Verb } from '../domain/commitment/acts.ts';
import { DAY, SPAN } from './calendar.ts';
import type { Dice } from './dice.ts';

export type What =
  | 'open'
  | 'act'
  | 'position'
  | 'force'
  | 'notice'
  | 'accession'
  | 'assert'
  | 'adjudicate'
  | 'deadline'
  | 'level'
  | 'count'
  | 'outlook'
  | 'evidence'
  | 'review'
  | 'assess'
  | 'concern'
  | 'answer'
  | 'link'
  | 'amend'
  | 'correct'
  | 'void'
  | 'end'
  | Deposited;

/** What depositaries record beside positions, and conditions. */
export type Deposited =
  | 'condition'
  | 'settle'
  | 'announce'
  | 'revoke'
  | 'suspend'
  | 'resume'
  | 'apply'
  | 'unapply'
  | 'contest'
  | 'rule'
  | 'reserve'
  | 'unreserve'
  | 'object'
  | 'declare'
  | 'undeclare'
  | 'rectify';

export interface Step {
  readonly what: What;
  readonly minute: number;
  /** days from what happened to its recording */
  readonly late: number;
  /** the earlier step it is about */
  readonly of?: number;
  readonly verb?: Verb;
  /** which of the committers */
  readonly party?: number;
  /** how far, from 0 to 1; or which of the values sources give */
  readonly value?: number;
  readonly word?: string;
}

/** A step's number fits into eight bits, with room for what ends a long life. */
const MAX_STEPS = 240;

export class Plan {
  readonly steps: Step[] = [];
  readonly dice: Dice;
  readonly #pace: number;
  #minute: number;
  #over = false;

  /** @param pace how many times as fast as others the commitment goes on */
  constructor(dice: Dice, opened: number, pace: number) {
    this.dice = dice;
    this.#pace = pace;
    this.#minute = opened;
  }

  get over(): boolean {
    return this.#over || this.steps.length >= MAX_STEPS;
  }

  /** Some days later: its number. Law: a life is told in the order of its recording, and ends with the ledger's time. */
  add(what: What, [least, most]: readonly [number, number], more: Partial<Step> = {}): number {
    this.#minute += Math.floor(((least + this.dice.share() * (most - least)) * DAY) / this.#pace);
    if (this.#minute >= SPAN) this.#over = true;
    if (this.over) return -1;
    return this.steps.push({ what, minute: this.#minute, late: lateness(this.dice), ...more }) - 1;
  }
}

/** Most is recorded within days, some within months, some only when an archive is read years later. */
function lateness(dice: Dice): number {
  const share = dice.share();
  if (share < 0.85) return dice.below(4);
  return share < 0.95 ? dice.between(15, 120) : dice.between(200, 1_500);
}
