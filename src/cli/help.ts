// Usage and help, made from the table of commands.
import type { CommandSpec, OptionSpecs } from './command.ts';
import { HELP } from './options.ts';
import { columns } from './text/columns.ts';

export const usageOf = ({ name, takes, options }: CommandSpec): string =>
  `Usage: concordat ${name}${Object.keys(options).length > 0 ? ' [options]' : ''}${takes === '' ? '' : ` ${takes}`}\n`;

export const helpOf = (spec: CommandSpec): string =>
  [
    `${usageOf(spec)}\n${spec.summary}\n`,
    ...(spec.details === undefined ? [] : [`${spec.details}\n`]),
    `Options:\n${optionLines({ ...spec.options, ...HELP })}`,
  ].join('\n');

const optionLines = (specs: OptionSpecs): string =>
  columns(
    Object.entries(specs).map(([name, { value, help, choices }]) => [
      `  --${name}${value === undefined ? '' : ` ${value}`}`,
      choices === undefined ? help : `${help}: ${choices.join(', ')}`,
    ]),
  );

export const overview = (commands: readonly CommandSpec[]): string =>
  `Usage: concordat COMMAND [options]

Concordat records commitments between parties, where they were said, and what came of them.

Commands:
${columns(commands.map(({ name, takes, summary }) => [`  ${name}${takes === '' ? '' : ` ${takes}`}`, summary]))}
concordat COMMAND --help says more about one. Without configuration the ledger lies in ./data; see docs/guides.
Exit code: 0 done, 1 refused or failed, 2 wrong usage.
`;
