// Whose account a status rests on: that of those who owe it, of others, or of both.
import type { Report } from './reports.ts';

export const BASES = ['none', 'own', 'independent', 'both'] as const;
export type Basis = (typeof BASES)[number];

/** Law: an account is a party's own where a committer, its organ or its member reports or publishes it. */
function isOwn({ event: { data } }: Report, committers: ReadonlySet<string>): boolean {
  const { reporter, reporterOf, memberOf = [], publishers = [], citations } = data;
  if (memberOf.some((code) => committers.has(code))) return true;
  if (committers.has(reporter) || (reporterOf !== undefined && committers.has(reporterOf))) return true;
  const publishedByOwn = new Set(
    publishers.filter(({ parties }) => parties.some((code) => committers.has(code))).map(({ source }) => source),
  );
  return citations.every(({ source }) => publishedByOwn.has(source));
}

export function basisOf(reports: readonly Report[], committers: ReadonlySet<string>): Basis {
  if (reports.length === 0) return 'none';
  const own = reports.filter((report) => isOwn(report, committers)).length;
  if (own === 0) return 'independent';
  return own === reports.length ? 'own' : 'both';
}
