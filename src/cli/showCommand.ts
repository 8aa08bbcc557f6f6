// `show`: one record whole. A commitment is a page; a party, an occasion or a source is shown field by field.
import type { CommandSpec, Context } from './command.ts';
import { DATA_DIR, isGiven, JSON_OPTION, URL_OPTION } from './options.ts';
import { wholeId } from './read/ids.ts';
import { notFound } from './read/notFound.ts';
import { listsOf } from './read/pointers.ts';
import { type Asked, askedOf, CLOCKS, type DirectoryKind, KINDS, type Reader, withReader } from './read/reader.ts';
import { storyOf } from './read/story.ts';
import { screenWidth } from './screen.ts';
import { commitmentPage } from './text/commitment.ts';
import { recordPage } from './text/record.ts';

/** Where there is no screen. */
const PAGE_WIDTH = 100;

export const showCommand: CommandSpec = {
  name: 'show',
  summary: 'Show one commitment (or party, occasion, source): where it stands, and who says so.',
  takes: 'ID',
  positionals: [1, 1],
  options: {
    all: { type: 'boolean', help: 'long lists whole' },
    ...CLOCKS,
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  run,
};

async function run(context: Context): Promise<number> {
  const [given = ''] = context.positionals;
  const asked = askedOf(context);
  return withReader(context, async (reader) => {
    const id = await wholeId(reader, given);
    const answered = await reader.commitment(id, asked);
    const record = answered === undefined ? await recordOf(reader, id, asked) : undefined;
    const text = answered?.text ?? record?.text;
    if (text === undefined) throw await notFound(reader, id, asked);
    const layout = { width: screenWidth(context) ?? PAGE_WIDTH, all: isGiven(context, 'all') };
    if (isGiven(context, 'json')) await context.io.out(`${text}\n`);
    else if (answered === undefined) await context.io.out(pageOf(id, record?.kind, JSON.parse(text), layout.width));
    else await context.io.out(commitmentPage(await storyOf(reader, answered, asked, layout)));
    return 0;
  });
}

async function recordOf(reader: Reader, id: string, asked: Asked) {
  for (const kind of KINDS) {
    const text = await reader.record(kind, id, asked);
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

/** With the commands that tell what it has to do with: an occasion's page says that itself. */
function pageOf(id: string, kind: DirectoryKind | undefined, record: Record<string, unknown>, width: number): string {
  const page = recordPage(record, width);
  const lists = kind === undefined || kind === 'occasion' ? [] : listsOf(kind, id, String(record.title ?? ''));
  if (lists.length === 0) return page;
  return `${page.trimEnd()}\n\n${kind === 'party' ? 'Its commitments' : 'What cites it'}: ${lists.join(', ')}\n`;
}
