// A correction as before → after of an event's data, field by field. Lists are told whole: their order is part of what was said.
import { isFields, isSame } from './same.ts';

export interface DataMove {
  /** the field by its names: `quantity.min` */
  readonly what: string;
  /** absent where it was not given: null is something that an event can say */
  readonly before?: unknown;
  /** absent where it is not given any longer */
  readonly after?: unknown;
}

export function dataMoves(before: unknown, after: unknown, what = ''): readonly DataMove[] {
  if (isSame(before, after)) return [];
  if (!isFields(before) || !isFields(after)) {
    return [{ what, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
  const names = Object.keys({ ...before, ...after });
  return names.flatMap((name) => dataMoves(before[name], after[name], what === '' ? name : `${what}.${name}`));
}
