// A file of names: a list of { holder, name, names? }, as it is kept beside the files of an import.
import { z } from 'zod';
import { HolderId, text } from '../domain/primitives.ts';
import { worded } from '../domain/wording.ts';
import type { Holder } from './holderNames.ts';

const Entry = z.strictObject({
  holder: HolderId,
  name: text(200),
  names: z.record(text(35), text(200)).optional(),
});

/** What it says; or what is wrong with it, in words. @param content parsed */
export function holdersIn(content: unknown): readonly Holder[] | string {
  const parsed = z.array(Entry).safeParse(content, { error: worded });
  if (parsed.success) return parsed.data.map(({ holder, name, names = {} }) => ({ holder, name, names }));
  return parsed.error.issues
    .map(({ path, message }) => `${path.length === 0 ? 'it' : `/${path.join('/')}`} ${message}`)
    .join('; ');
}
