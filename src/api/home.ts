// The first page: what this is, and the first three things to try.
import { html, page } from './html.ts';

/** Names of their own, so that it runs as it stands on any ledger, and again. */
const FIRST_COMMANDS: readonly (readonly [command: string, payload: string])[] = [
  ['RegisterParty', '{ "party": "MY-PARTY", "name": "A party of mine", "kind": "other" }'],
  [
    'CaptureSource',
    `{ "source": "my-first-source", "publisher": "A party of mine", "title": "What we propose",
       "language": "en", "published": "2025-06-25", "missing": "a first try keeps no capture" }`,
  ],
  [
    'ProposeBody',
    `{ "title": "A consultative body on supply chains", "effectiveAt": "2025-06-25",
       "parties": [{ "code": "MY-PARTY", "role": "committer" }],
       "citations": [{ "source": "my-first-source", "as": "own" }] }`,
  ],
];

const commandLines = (origin: string): string =>
  FIRST_COMMANDS.map(
    ([name, payload]) =>
      `curl '${origin}/v1/commands/${name}' -H 'Content-Type: application/json' -H 'Idempotency-Key: "first-${name}"' \\\n  -d '${payload}'`,
  ).join('\n');

/** @param sequence the journal's last; -1 where it is empty */
export const homePage = (sequence: number, origin: string): string =>
  page(
    'Ledger',
    html`<h1>A ledger of commitments between parties</h1>
<p>What was promised, by whom, on what evidence, and what was known when. ${
      sequence < 0 ? 'Nothing is on record here yet.' : html`${sequence + 1} events are on record here.`
    }</p>
<h2>Read</h2>
<ul>
<li><a href="/v1/commitments">Commitments</a>, <a href="/v1/parties">parties</a>, <a href="/v1/occasions">occasions</a>, <a href="/v1/sources">sources</a></li>
<li><a href="/v1/commitments?contested=true">What the sources contest</a>, <a href="/v1/commitments?status=overdue">what is overdue</a>, <a href="/v1/statistics">how many of what</a></li>
</ul>
<pre><code>curl '${origin}/v1/commitments?status=agreed'
curl '${origin}/v1/commitments?asOf=2025-05-01'      # what was the case
curl '${origin}/v1/commitments?knownAt=2025-05-01'   # what the ledger knew
curl '${origin}/v1/changes-between?from=2025-01-01&to=2026-01-01'</code></pre>
<h2>Record</h2>
<p>A command is one POST. Parties, sources and occasions come first: a commitment cites what is on record.</p>
<pre><code>${commandLines(origin)}</code></pre>
<h2>Understand</h2>
<ul>
<li><a href="/docs">Every address and every command</a>, and the same as <a href="/openapi.json">OpenAPI 3.1</a></li>
<li><a href="/problems">Every problem</a>, what it means and what to do</li>
<li><a href="/readyz">Whether this node has caught up</a></li>
</ul>`,
  );
