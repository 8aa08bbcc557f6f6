// Every number of statistics and scorecards leads to the list behind it: each link is followed, at both clocks, and its list
// holds what the number counts.
import { describe, expect, it } from 'vitest';
import type { CommitmentView } from '../../src/domain/commitment/present.ts';
import { fill } from '../../src/generator/fill.ts';
import type { ScorecardAnswer, StatisticsAnswer } from '../../src/projections/statistics/statisticsAnswer.ts';
import { openNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';
import { listening } from './listening.ts';

const CLOCKS = [
  {},
  { asOf: '2018-06-01' },
  { knownAt: '2019-06-01' },
  { asOf: '2020-01-01', knownAt: '2017-06-01' },
  { asOf: '2016-03-01', atSequence: '300' },
];
type Values = Readonly<Record<string, string>>;

/** A template of the kind that answers give: variables, and a query's form of them (RFC 6570, level 3). */
function expanded(template: string, values: Values): string {
  const pairs = (names: string) =>
    names
      .split(',')
      .flatMap((name) => (values[name] === undefined ? [] : [`${name}=${encodeURIComponent(values[name])}`]));
  return template
    .replace(/\{\?([^}]+)\}/, (_, names: string) => `?${pairs(names).join('&')}`)
    .replace(/\{&([^}]+)\}/, (_, names: string) =>
      pairs(names)
        .map((pair) => `&${pair}`)
        .join(''),
    )
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** What a verdict counts: of each party by each assessor the one that rules. */
const rulings = ({ verdict }: CommitmentView) =>
  verdict.flatMap(({ assessor, scale, verdicts }) =>
    [...Map.groupBy(verdicts, ({ party }) => party).values()].map((own) => ({
      ...(own.findLast(({ stage }) => stage === 'final') ?? own.at(-1)),
      assessor,
      scale,
    })),
  );

type Counted = StatisticsAnswer | ScorecardAnswer;
interface Followed {
  readonly link: string;
  readonly counted: number;
  /** how many of an item's are counted; 1 where it is counted itself */
  readonly each?: (item: CommitmentView) => number;
}

function axes(answer: Counted, clocks: Values): Followed[] {
  const { lists } = answer;
  const named = ['status', 'delivery', 'timeliness', 'kind'] as const;
  const all: Record<string, Record<string, number> | undefined> = { ...answer } as never;
  return [
    { link: expanded(lists.commitments, clocks), counted: answer.commitments },
    ...named.flatMap((name) =>
      Object.entries(all[name] ?? {}).map(([value, counted]) => ({
        link: expanded(lists[name] ?? '', { ...clocks, [name]: value }),
        counted,
      })),
    ),
  ];
}

function listed({ lists, party = [], area = [], months }: StatisticsAnswer, clocks: Values): Followed[] {
  const values = { party, area };
  const milestones = ['opened', 'agreed', 'delivered', 'ended'] as const;
  return [
    ...(['party', 'area'] as const).flatMap((name) =>
      values[name].map(({ value, count }) => ({
        link: expanded(lists[name] ?? '', { ...clocks, [name]: value }),
        counted: count,
      })),
    ),
    ...milestones.flatMap((milestone) =>
      months.map((row) => ({
        link: expanded(lists[milestone] ?? '', { ...clocks, month: row.month }),
        counted: row[milestone],
      })),
    ),
  ];
}

/** @param party whose verdicts alone count */
function verdicts(answer: Counted, clocks: Values, party?: string): Followed[] {
  const counts = 'own' in answer ? answer.own.verdicts : answer.verdict;
  return Object.entries(counts).flatMap(([stage, own]) =>
    Object.entries(own).map(([verdict, counted]) => ({
      link: expanded(answer.lists.verdict, { ...clocks, stage, verdict }),
      counted,
      each: (item: CommitmentView) =>
        rulings(item).filter(
          (one) => one.stage === stage && one.verdict === verdict && (party === undefined || one.party === party),
        ).length,
    })),
  );
}

const owes = ({ parties, position }: CommitmentView, party: string): boolean =>
  parties.some(({ code, role }) => code === party && role === 'committer') &&
  position.find((one) => one.party === party)?.position !== 'withdrew';

function means({ lists, collective }: Counted, clocks: Values): Followed[] {
  return collective.means.flatMap((mean) =>
    (['kept', 'partly_kept', 'not_kept'] as const).map((verdict) => ({
      link: expanded(lists.assessor, { ...clocks, assessor: mean.assessor }),
      counted: mean[verdict],
      each: (item: CommitmentView) => {
        const own = item.verdict.find(({ assessor, scale }) => assessor === mean.assessor && scale === mean.scale);
        const issued = own?.verdicts.filter(({ stage }) => stage === mean.stage) ?? [];
        const parties = [...new Set(issued.map(({ party }) => party))].filter((party) => owes(item, party));
        return parties.filter((party) => issued.findLast((one) => one.party === party)?.verdict === verdict).length;
      },
    })),
  );
}

const SCOPES = ['', 'kind=project', 'party=XAA', 'area=space'];
const PARTIES = ['XAA', 'XAB'];

/** Every number that is not 0 of every answer at some clocks, with the link behind it. */
async function numbers(asked: <Answer>(link: string) => Promise<Answer>, clocks: Values): Promise<Followed[]> {
  const query = new URLSearchParams(clocks).toString();
  const all: Followed[] = [];
  for (const scope of SCOPES) {
    const answer = await asked<StatisticsAnswer>(`/v1/statistics?${scope}&${query}`);
    const party = scope.startsWith('party=') ? scope.slice(6) : undefined;
    all.push(...axes(answer, clocks), ...listed(answer, clocks), ...verdicts(answer, clocks, party));
    all.push(...means(answer, clocks));
  }
  for (const code of PARTIES) {
    const card = await asked<ScorecardAnswer>(`/v1/parties/${code}/scorecard?${query}`);
    all.push(...axes(card, clocks), ...verdicts(card, clocks, code), ...means(card, clocks));
  }
  return all.filter(({ counted }) => counted > 0);
}

describe('a number of an answer of counts', () => {
  it('leads to the list behind it, on both clocks', { timeout: 240_000 }, async () => {
    const node = openNode(await tempDir(), Date.now);
    await fill(node.engine.ledger, { commitments: 120, seed: 4 });
    expect(await node.settled()).toBe(true);
    const { get, close } = await listening(node);
    const asked = async <Answer>(link: string) => {
      const { status, body } = await get(link);
      expect(status, link).toBe(200);
      return JSON.parse(body) as Answer;
    };
    try {
      const all = (await Promise.all(CLOCKS.map((clocks) => numbers(asked, clocks as Values)))).flat();
      for (const { link, counted, each = () => 1 } of all) {
        const { items } = await asked<{ items: CommitmentView[] }>(`${link}${link.includes('?') ? '&' : '?'}limit=500`);
        const sum = items.reduce((soFar, item) => soFar + each(item), 0);
        expect(sum, link).toBe(counted);
      }
      expect(all.length).toBeGreaterThan(500);
    } finally {
      await close();
      await node.close();
    }
  });
});
