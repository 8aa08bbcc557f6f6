// Words as people read them: what differs in case, in white space or in Unicode form alone says the same.
// What is compared here is never shown: answers keep what was written.

const READ = new Map<string, string>();
const MAX_READ = 10_000;

/** The form in which words are compared; ledgers repeat the same few, so it is worked out once, for so many. */
export function asRead(text: string): string {
  const known = READ.get(text);
  if (known !== undefined) return known;
  if (READ.size >= MAX_READ) READ.clear();
  const read = text.normalize('NFC').toLowerCase().normalize('NFC').replace(/\s+/gu, ' ').trim();
  READ.set(text, read);
  return read;
}

export const readAlike = (a: string, b: string): boolean => a === b || asRead(a) === asRead(b);
