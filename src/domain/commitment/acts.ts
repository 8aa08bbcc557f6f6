// The grid of speech acts: a verb and a noun name every command and event by which parties commit themselves.

/** Each verb, the event's word for it, and the position it gives its parties. */
export const VERBS = {
  Propose: { past: 'Proposed', gives: 'announced' },
  Discuss: { past: 'Discussed', gives: undefined },
  Explore: { past: 'Explored', gives: undefined },
  Pledge: { past: 'Pledged', gives: 'agreed' },
  Agree: { past: 'Agreed', gives: 'agreed' },
  Declare: { past: 'Declared', gives: 'agreed' },
  Reaffirm: { past: 'Reaffirmed', gives: undefined },
} as const;
export type Verb = keyof typeof VERBS;

/** Each noun, and the verbs that make sense with it. */
export const GRID = {
  Body: ['Propose', 'Discuss', 'Explore', 'Agree', 'Reaffirm'],
  Cooperation: ['Propose', 'Discuss', 'Explore', 'Pledge', 'Agree', 'Declare', 'Reaffirm'],
  Project: ['Propose', 'Discuss', 'Explore', 'Pledge', 'Agree', 'Declare', 'Reaffirm'],
  Statement: ['Propose', 'Declare', 'Reaffirm'],
  Agreement: ['Propose', 'Discuss', 'Agree', 'Reaffirm'],
  Contribution: ['Propose', 'Discuss', 'Pledge', 'Agree', 'Declare', 'Reaffirm'],
} as const satisfies Record<string, readonly Verb[]>;
export type Noun = keyof typeof GRID;

/** `ProposeBody`, `AgreeCooperation`, `ReaffirmStatement`… */
export type ActCommand = { [N in Noun]: `${(typeof GRID)[N][number]}${N}` }[Noun];
/** `BodyProposed`, `CooperationAgreed`, `StatementReaffirmed`… */
export type ActEvent = { [N in Noun]: `${N}${(typeof VERBS)[(typeof GRID)[N][number]]['past']}` }[Noun];

export interface Act {
  readonly verb: Verb;
  readonly noun: Noun;
  readonly command: ActCommand;
  readonly event: ActEvent;
}

export const NOUNS = Object.keys(GRID) as Noun[];

export const ACTS: readonly Act[] = NOUNS.flatMap((noun) =>
  GRID[noun].map((verb: Verb) => ({
    verb,
    noun,
    command: `${verb}${noun}` as ActCommand,
    event: `${noun}${VERBS[verb].past}` as ActEvent,
  })),
);

const byCommand = new Map<string, Act>(ACTS.map((act) => [act.command, act]));
const byEvent = new Map<string, Act>(ACTS.map((act) => [act.event, act]));

export const actOfCommand = (command: string): Act | undefined => byCommand.get(command);
export const actOfEvent = (type: string): Act | undefined => byEvent.get(type);

/** The kind of a commitment, as the public reads it: its noun in lower case. */
export const KINDS = ['body', 'cooperation', 'project', 'statement', 'agreement', 'contribution'] as const;
export type Kind = (typeof KINDS)[number];
export const kindOf = (noun: Noun): Kind => noun.toLowerCase() as Kind;

/** From the weakest to the strongest: how far a party commits itself by saying it. */
export const BY_STRENGTH: readonly Verb[] = ['Explore', 'Discuss', 'Propose', 'Reaffirm', 'Declare', 'Pledge', 'Agree'];

/** Law: these make the headline "agreed"; a reaffirmation does only where it opened the record. */
export const makesAgreed = (verb: Verb, openedTheRecord: boolean): boolean =>
  VERBS[verb].gives === 'agreed' || (verb === 'Reaffirm' && openedTheRecord);
