// docs/reference/commands.md is current, has every command, and every example in it is accepted.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMAND_NAMES } from '../../src/domain/commands.ts';
import { ACTS } from '../../src/domain/commitment/acts.ts';
import { run } from '../cli/run.ts';
import { readRepositoryFile } from '../support/sourceCode.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsPage, type Example, exampleOfAct } from './commandsPage.ts';

const examples = parse(readRepositoryFile('examples/commands.yaml')) as Example[];

describe('the reference of commands', () => {
  it('is made from the schemas and the examples', async () => {
    await expect(commandsPage(examples)).toMatchFileSnapshot('../../docs/reference/commands.md');
  });

  it('lists the values of a role and of a citation, and leaves no field untold', () => {
    const page = commandsPage(examples);
    expect(page).toContain('`role`: `committer`, `beneficiary`, `addressee`, `bearer`');
    expect(page).toContain('| `as` | yes | `own`, `quoted`, `paraphrased` |');
    expect(page).toContain('| `direction` |  | `at_least`, `at_most`, `exactly`, `none_left` |');
    expect(page).not.toContain('| any JSON |');
  });

  it('has an example of every command', () => {
    const shown = new Set(
      [...examples, ...ACTS.map(({ command }) => exampleOfAct(command))].map(({ command }) => command),
    );
    expect(COMMAND_NAMES.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('has examples that the ledger accepts, one after the other', async () => {
    const dir = await tempDir();
    const acts = join(dir, 'acts.jsonl');
    await writeFile(acts, ACTS.map(({ command }) => `${JSON.stringify(exampleOfAct(command))}\n`).join(''));
    const { out } = await run(['import', '--json', '--dry-run', '--data-dir', dir, 'examples/commands.yaml', acts]);
    expect(JSON.parse(out)).toMatchObject({ refusals: [], recorded: examples.length + ACTS.length });
  });
});
