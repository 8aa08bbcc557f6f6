// Event versions. An event keeps the version it was recorded with; reading it brings its data to the present one.
import type { JsonObject } from './canonicalJson.ts';

/** By event type: the steps from version 1 to 2, from 2 to 3… A type that is not listed has one version. */
export type Upcasters = Readonly<Record<string, readonly ((data: JsonObject) => JsonObject)[]>>;

/** No event has changed its shape yet: the first change adds its step here, and its test to tests/domain/upcast.test.ts. */
export const UPCASTERS: Upcasters = {};

export const currentVersion = (type: string, upcasters: Upcasters = UPCASTERS): number =>
  1 + (upcasters[type]?.length ?? 0);

/** The data in its present version. @throws RangeError where the version is none this program knows */
export function upcast(type: string, version: number, data: JsonObject, upcasters: Upcasters = UPCASTERS): JsonObject {
  const current = currentVersion(type, upcasters);
  if (!Number.isInteger(version) || version < 1 || version > current) {
    throw new RangeError(
      `${type} is of version ${version}, and this program reads versions 1 to ${current}: start a newer Concordat on this ledger`,
    );
  }
  return (upcasters[type] ?? []).slice(version - 1).reduce((older, step) => step(older), data);
}
