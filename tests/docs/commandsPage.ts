// docs/reference/commands.md, made from the schemas and examples/commands.yaml.
// After a change of either: `npx vitest run tests/docs/reference.test.ts -u`.
import { stringify } from 'yaml';
import { z } from 'zod';
import { COMMAND_SUMMARIES } from '../../src/api/commandSummaries.ts';
import { AGGREGATE_NAMES, AGGREGATES } from '../../src/domain/aggregates.ts';
import { COMMAND_NAMES } from '../../src/domain/commands.ts';
import { ACTS } from '../../src/domain/commitment/acts.ts';
import { rowsOf, type Schema, shapesTold } from './takes.ts';

export interface Example {
  readonly id: string;
  readonly command: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A speech act of its own record. */
export const exampleOfAct = (command: string): Example => ({
  id: `ref/act/${command}`,
  command,
  data: {
    title: `An example of ${command}`,
    effectiveAt: '2020-01-10',
    parties: [{ code: 'REF-AA', role: 'committer' }],
    citations: [{ source: 'ref-text', as: 'own' }],
  },
});

const ABOUT: Readonly<Record<string, string>> = {
  commitment: 'a commitment',
  party: 'a party',
  occasion: 'an occasion',
  source: 'a source',
};

function section(name: string, examples: readonly Example[], acts: ReadonlySet<string>): string {
  const variants = AGGREGATE_NAMES.filter((aggregate) => Object.hasOwn(AGGREGATES[aggregate].commands, name));
  const tables = acts.has(name)
    ? ['Its fields are those of [every speech act](#speech-acts).']
    : variants.map((aggregate) => {
        const schema = z.toJSONSchema(AGGREGATES[aggregate].commands[name] as z.ZodType, {
          io: 'input',
          unrepresentable: 'any',
        });
        const about = variants.length > 1 ? `On ${ABOUT[aggregate]}:\n\n` : '';
        return `${about}| field | needed | takes |\n|---|---|---|\n${rowsOf(schema as Schema).join('\n')}`;
      });
  const example = examples.find(({ command }) => command === name);
  const shown = example === undefined ? '' : `\n\n\`\`\`yaml\n${stringify([example], { lineWidth: 110 })}\`\`\``;
  return `### ${name}\n\n${COMMAND_SUMMARIES[name] ?? ''}\n\n${tables.join('\n\n')}${shown}\n`;
}

const WHICH = `## Which of two

| where both could be | take |
|---|---|
| an assessor changed its verdict | \`IssueAssessment\` again, for the same party, window and stage: the later one rules, the earlier one stays in history |
| we recorded a verdict wrongly | \`CorrectRecord\`, cause \`recorder\` |
| a source says another value | \`AssertTerm\`: both stand, and the term is contested |
| a source corrected itself | \`CorrectRecord\`, cause \`source\` |
| the parties changed what they owe | \`AmendCommitment\`, from a date on; a new treaty that amends is a commitment of its own, linked by \`amends\` |
| the depositary corrected the text | \`CorrectText\`: it reads so from the start |
| a deadline moved | \`SetDeadline\`, an act of the parties; \`CorrectRecord\` where it was recorded wrongly |
| a party says it will leave, and has not notified | \`AnnounceWithdrawal\`; with the notice \`ChangePosition\` to \`withdrawing\` |
| a notice of withdrawal was taken back | \`RevokeWithdrawal\`, before it takes effect; after that \`ChangePosition\`, by a new consent |
| it stopped to apply, and nothing ended | \`SuspendOperation\`; where it ended \`EndCommitment\` |
| somebody took or left an office | \`ChangeOfficeHolder\`; \`CorrectRecord\` where that was recorded wrongly |
| a document was withdrawn by its publisher | \`RetractSource\`; where only our record of it is wrong \`CorrectRecord\` on the source |
| something delivered, or proof that it was | \`ReportDelivery\` says how much and moves delivery; \`SubmitEvidence\` supports a verdict and moves nothing |
`;

export function commandsPage(examples: readonly Example[]): string {
  const acts = new Set<string>(ACTS.map(({ command }) => command));
  const all = [...examples, ...ACTS.map(({ command }) => exampleOfAct(command))];
  const act = z.toJSONSchema(AGGREGATES.commitment.commands.AgreeAgreement as z.ZodType, {
    io: 'input',
    unrepresentable: 'any',
  });
  const others = COMMAND_NAMES.filter((name) => !acts.has(name));
  return `# Commands

Every command, its fields and an example of it, as an entry of an [import](../guides/command-line.md#import-files); over HTTP, \`data\` is the body of \`POST /v1/commands/<Name>\`, with ids in place of \`@…\`. The examples are those of [examples/commands.yaml](../../examples/commands.yaml). This page is made from the schemas, and a test holds it current and its examples accepted.

${WHICH}
## Speech acts

A verb and a noun. All take the same fields. The act that opens a record takes \`title\` and a role for each party; a further act leaves out what belongs to the opening. Citations, terms, amounts and targets are told under [values](#values).

| field | needed | takes |
|---|---|---|
${rowsOf(act as Schema).join('\n')}

${[...acts]
  .map((name) =>
    section(
      name,
      all.filter(({ id }) => id.startsWith('ref/act/')),
      acts,
    ),
  )
  .join('\n')}
## Values

${shapesTold(act as Schema)}

## All others

${others.map((name) => section(name, all, acts)).join('\n')}`;
}
