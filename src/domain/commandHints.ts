// What a command that does not exist was probably meant to be: the one that does it, by the words people use for it.
// It suggests and never decides: a command goes by its own name.
import { ACTS, GRID, NOUNS, type Noun, VERBS, type Verb } from './commitment/acts.ts';
import { nearest } from './nearest.ts';

/** Words for a verb of the grid. */
const LIKE_VERB: ReadonlyMap<string, Verb> = new Map([
  ...(['adopt', 'conclude', 'commit', 'make', 'establish', 'found', 'create', 'open'] as const).map(
    (word) => [word, 'Agree'] as const,
  ),
  ...(['promise', 'give', 'donate', 'offer'] as const).map((word) => [word, 'Pledge'] as const),
  ...(['suggest', 'table', 'draft', 'initiate'] as const).map((word) => [word, 'Propose'] as const),
  ...(['announce', 'issue', 'publish', 'proclaim'] as const).map((word) => [word, 'Declare'] as const),
  ...(['confirm', 'renew', 'repeat', 'recall', 'restate'] as const).map((word) => [word, 'Reaffirm'] as const),
  ...(['negotiate', 'consult', 'talk'] as const).map((word) => [word, 'Discuss'] as const),
  ...(['consider', 'study', 'examine'] as const).map((word) => [word, 'Explore'] as const),
]);

const LIKE_NOUN: ReadonlyMap<string, Noun> = new Map([
  ...(['treaty', 'convention', 'protocol', 'pact', 'contract', 'accord', 'charter', 'instrument'] as const).map(
    (word) => [word, 'Agreement'] as const,
  ),
  ...(['committee', 'council', 'group', 'workinggroup', 'commission', 'institution'] as const).map(
    (word) => [word, 'Body'] as const,
  ),
  ...(['programme', 'program', 'initiative'] as const).map((word) => [word, 'Project'] as const),
  ...(['partnership', 'collaboration'] as const).map((word) => [word, 'Cooperation'] as const),
  ...(['declaration', 'communique', 'letter', 'speech'] as const).map((word) => [word, 'Statement'] as const),
  ...(['target', 'amount', 'donation', 'aid', 'funds', 'money', 'quantity'] as const).map(
    (word) => [word, 'Contribution'] as const,
  ),
]);

/** Words that begin a command's name where another command does it; the first that fits counts. */
const DONE_BY: readonly (readonly [begins: RegExp, does: string])[] = [
  [/^(?:withdraw|denounce|leave|quit|exit)/, 'ChangePosition with position: withdrawing'],
  [/^sign/, 'ChangePosition with position: signed'],
  [/^ratif/, 'ChangePosition with position: ratified and means: ratification'],
  [/^accept(?!evidence)/, 'ChangePosition with position: ratified and means: acceptance'],
  [/^approv/, 'ChangePosition with position: ratified and means: approval'],
  [/^acce(?:de|ss)/, 'ChangePosition with position: ratified and means: accession'],
  [/^(?:add|create|new|open|register|record)(?:commitment|obligation|promise)/, 'a speech act, such as AgreeAgreement'],
  [/^(?:add|create|new)(?:party|state|country|organi[sz]ation|actor)/, 'RegisterParty'],
  [/^(?:join|addmember|removemember|membership)/, 'ChangeMembership'],
  [/^(?:add|create|new|cite|register|record|archive)(?:source|document|article|citation)|^cite/, 'CaptureSource'],
  [/^(?:add|create|new|hold|host|open)(?:occasion|meeting|summit|event|session|visit)|^meet/, 'RecordOccasion'],
  [/^(?:appoint|elect|nominate|inaugurate|resign|takeoffice)/, 'ChangeOfficeHolder'],
  [/^(?:add|create|new)?office/, 'RecordOffice'],
  [/^(?:enterforce|entryintoforce|enforce|bringintoforce|activate)/, 'EnterIntoForce'],
  [/^(?:extend|postpone|move|change|add)?(?:deadline|duedate)|^(?:extend|postpone)/, 'SetDeadline'],
  [/^(?:deliver|fulfil|complete|implement|report|progress)/, 'ReportDelivery'],
  [/^(?:acceptevidence|rejectevidence|checkevidence)/, 'ReviewEvidence'],
  [/^(?:addevidence|evidence)/, 'SubmitEvidence'],
  [/^(?:assess|rate|judge|evaluate|verdict|score|grade)/, 'IssueAssessment'],
  [/^(?:object|complain|criticis|criticiz|question|concern|review)/, 'RaiseConcern'],
  [/^(?:reply|respond|answer|rebut)/, 'AnswerConcern'],
  [/^(?:claim|assert|state|contest|dispute|contradict)/, 'AssertTerm'],
  [/^(?:resolve|settle|adjudicate|prefer)/, 'AdjudicateTerm'],
  [/^(?:link|relate|connect)/, 'LinkCommitments'],
  [/^(?:cancel|terminate|end|close|dissolve|lapse|expire|supersede|replace|abandon)/, 'EndCommitment'],
  [/^(?:retract|revokesource)/, 'RetractSource'],
  [/^(?:delete|remove|void|undo|fix|correct|edit|revise)/, 'CorrectRecord'],
  [/^(?:amend|update|modify|change|alter)/, 'AmendCommitment'],
];

/** "did you mean …?", or what there is. @param known every command's name */
export function hintFor(name: string, known: readonly string[]): string {
  const lower = name.toLowerCase();
  const near = known.find((one) => one.toLowerCase() === lower) ?? nearest(name, known);
  if (near !== undefined) return `did you mean ${near}?`;
  const inGrid = hintInGrid(lower);
  if (inGrid !== undefined) return inGrid;
  const does = DONE_BY.find(([begins]) => begins.test(lower))?.[1];
  return does === undefined ? `the commands are ${known.join(', ')}` : `that is recorded by ${does}`;
}

/** A verb and a noun, each by its own name or another word for it, at most one of them as the grid has it. */
function hintInGrid(lower: string): string | undefined {
  const verbs = Object.keys(VERBS) as Verb[];
  const verb = begun(lower, [...verbs.map((own) => [own.toLowerCase(), own] as const), ...LIKE_VERB]);
  if (verb === undefined) return undefined;
  const rest = lower.slice(verb.word.length);
  const noun = new Map<string, Noun>([...NOUNS.map((own) => [own.toLowerCase(), own] as const), ...LIKE_NOUN]).get(
    rest,
  );
  if (noun === undefined) return undefined;
  const act = ACTS.find((one) => one.verb === verb.meant && one.noun === noun);
  if (act !== undefined) return `did you mean ${act.command}?`;
  const taken = GRID[noun].map((one: Verb) => `${one}${noun}`).join(', ');
  return `${noun} does not go with ${verb.meant}: there are ${taken}`;
}

function begun(lower: string, words: readonly (readonly [string, Verb])[]) {
  const found = words.find(([word]) => lower.startsWith(word));
  return found && { word: found[0], meant: found[1] };
}
