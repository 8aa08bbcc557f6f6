// How deep a parsed JSON value is nested, found without recursion: a value too deep for that would end it.

/** Whether any member lies deeper than `limit` arrays and objects. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at.value !== 'object' || at.value === null) continue;
    if (at.depth >= limit) return true;
    for (const member of Object.values(at.value)) open.push({ value: member, depth: at.depth + 1 });
  }
  return false;
}
