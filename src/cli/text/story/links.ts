// What belongs to what: what this commitment says of itself and others, and what others say of themselves and it.
import type { LinkedOther } from '../commitment.ts';
import { words } from '../words.ts';
import { entry, eventRefs, folded, type Story, section } from './story.ts';

const LINKS = 12;

/** A link as its other end tells it. */
const SEEN_FROM_THERE: Readonly<Record<string, string>> = {
  implements: 'implemented by',
  follows_from: 'followed by',
  part_of: 'has the part',
  continues: 'continued by',
  replaces: 'replaced by',
  duplicate_of: 'has the duplicate',
  amends: 'amended by',
  protocol_to: 'has the protocol',
};

export function linkLines(story: Story): string[] {
  const { links, linkedFrom = [], linkedFromCount = 0 } = story.commitment;
  const from = folded(linkedFrom, LINKS, story);
  const unseen = linkedFromCount - new Set(linkedFrom.map(({ from }) => from)).size;
  const to = folded(links, LINKS, story);
  return section('WHAT BELONGS TO WHAT', [
    ...to.shown.flatMap((link) =>
      entry(story, linkWords(story, words(link.relation), link, link.target) + eventRefs(story, link.event)),
    ),
    ...to.more,
    ...from.shown.flatMap((link) =>
      entry(
        story,
        linkWords(story, SEEN_FROM_THERE[link.relation] ?? words(link.relation), link, link.from) +
          story.references.to(link.citations),
      ),
    ),
    ...from.more,
    ...(unseen > 0 ? [`  …and ${unseen} more: concordat list --linked-to ${story.commitment.id}`] : []),
  ]);
}

function linkWords({ names }: Story, relation: string, { title, status }: LinkedOther, id: string): string {
  const known = names.commitment(id);
  const state = status === undefined || status === null ? '' : `, ${words(status)}`;
  return `${relation}: ${title ?? known?.title ?? 'a commitment without an answer'} (${known?.short ?? id}${state})`;
}
