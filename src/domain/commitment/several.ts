// A grouping counts as several parties. Whether a party is one is on its own record, so that it is asked for when a command
// is decided, and recorded with the role: a fold looks at no other record.
import type { Role } from '../primitives.ts';

interface Naming {
  readonly parties?: readonly unknown[] | undefined;
  readonly roles?: readonly unknown[] | undefined;
  readonly replacement?: Naming | undefined;
}
interface Member {
  readonly code: string;
  readonly role: Role;
  readonly several?: true | undefined;
}

const isMember = (party: unknown): party is Member =>
  typeof party === 'object' && party !== null && 'code' in party && 'role' in party;

/** The committers whose role a command gives and of which it does not say whether they count as several. */
export function committersNamed({ parties = [], roles = [], replacement }: Naming): readonly string[] {
  const members = [...parties, ...roles].filter(isMember);
  const own = members.flatMap(({ code, role, several }) =>
    role === 'committer' && several === undefined ? [code] : [],
  );
  return replacement === undefined ? own : [...own, ...committersNamed(replacement)];
}

/** The codes of those that an event marks as several: groupings, whose members may report for them. */
export const severalNamed = ({ parties = [], roles = [], replacement }: Naming): readonly string[] => [
  ...[...parties, ...roles].filter(isMember).flatMap(({ code, several }) => (several === true ? [code] : [])),
  ...(replacement === undefined ? [] : severalNamed(replacement)),
];

/** The data with what counts as several marked; the same where nothing does. */
export function withSeveral<Data extends object>(data: Data, groupings: ReadonlySet<string>): Data {
  if (groupings.size === 0) return data;
  const mark = (party: unknown): unknown =>
    isMember(party) && party.role === 'committer' && groupings.has(party.code) ? { ...party, several: true } : party;
  const { parties, roles, replacement } = data as Naming;
  return {
    ...data,
    ...(parties === undefined ? {} : { parties: parties.map(mark) }),
    ...(roles === undefined ? {} : { roles: roles.map(mark) }),
    ...(replacement === undefined ? {} : { replacement: withSeveral(replacement, groupings) }),
  };
}
