// Arguments against a command's row of the table. What does not fit is refused with the nearest thing that would.
import { parseArgs } from 'node:util';
import { nearest } from '../domain/nearest.ts';
import type { CommandSpec, Given, OptionSpecs } from './command.ts';
import { UsageError } from './failure.ts';

/** Options that several commands share. */
export const DATA_DIR: OptionSpecs = {
  'data-dir': { type: 'string', value: 'DIR', help: 'the ledger to use (DATA_DIR, else ./data)' },
};
export const URL_OPTION: OptionSpecs = {
  url: { type: 'string', value: 'URL', help: 'ask a running server instead, with the key in CONCORDAT_API_KEY if any' },
};
export const JSON_OPTION: OptionSpecs = { json: { type: 'boolean', help: 'print JSON' } };
export const HELP: OptionSpecs = { help: { type: 'boolean', help: 'print this' } };

type Token = ReturnType<typeof tokensOf>[number];

/** @throws UsageError */
export function parseGiven(spec: CommandSpec, args: readonly string[]): Given {
  const specs = { ...spec.options, ...HELP };
  const options: Record<string, string | true> = {};
  const positionals: string[] = [];
  for (const token of tokensOf(args, specs)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') options[token.name] = optionValue(token, specs);
  }
  if (options.help !== true) checkCount(spec, positionals);
  return { options, positionals };
}

function tokensOf(args: readonly string[], specs: OptionSpecs) {
  const options = Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, { type }]));
  const short = { help: { type: 'boolean' as const, short: 'h' } };
  return parseArgs({
    args: [...args],
    options: { ...options, ...short },
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

function optionValue(token: Extract<Token, { kind: 'option' }>, specs: OptionSpecs): string | true {
  const { name, rawName, value, inlineValue } = token;
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) throw new UsageError(`there is no option ${rawName}${suggestion(name, Object.keys(specs))}`);
  if (spec.type === 'boolean') {
    if (value === undefined) return true;
    throw new UsageError(`${rawName} takes no value`);
  }
  if (value === undefined || (value.startsWith('-') && inlineValue === false)) {
    throw new UsageError(`${rawName} takes a value: ${rawName} ${spec.value ?? 'VALUE'}`);
  }
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    throw new UsageError(`${rawName} is one of ${spec.choices.join(', ')}, not ${value}`);
  }
  return value;
}

const suggestion = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean --${near}?`;
};

function checkCount({ name, takes, positionals: [least, most] }: CommandSpec, given: readonly string[]): void {
  if (given.length < least) throw new UsageError(`${name} takes ${takes}`);
  if (given.length <= most) return;
  const extra = given[most] ?? '';
  throw new UsageError(takes === '' ? `${name} takes no ${extra}` : `${name} takes ${takes}; ${extra} is too much`);
}

export const textOption = ({ options }: Given, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};
export const isGiven = ({ options }: Given, name: string): boolean => options[name] !== undefined;
