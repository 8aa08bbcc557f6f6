// The first page: what this is, and the first three things to try.
import { html, page } from './html.ts';

const OPEN_A_BODY = `{
  "title": "A consultative body on supply chains",
  "parties": [{ "code": "KR", "role": "committer" }, { "code": "NATO", "role": "committer" }],
  "effectiveAt": "2025-06-25",
  "citations": [{ "source": "joint-statement-2025-06-25", "as": "own" }]
}`;

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
curl '${origin}/v1/commitments/ID?asOf=2025-05-01'      # what was the case
curl '${origin}/v1/commitments/ID?knownAt=2025-05-01'   # what the ledger knew
curl '${origin}/v1/commitments/ID/history'</code></pre>
<h2>Record</h2>
<p>A command is one POST. Parties, sources and occasions come first: a commitment cites what is on record.</p>
<pre><code>curl -X POST '${origin}/v1/commands/ProposeBody' \\
  -H 'Content-Type: application/json' -H 'Idempotency-Key: "my-first-command"' \\
  -d '${OPEN_A_BODY}'</code></pre>
<h2>Understand</h2>
<ul>
<li><a href="/docs">Every address and every command</a>, and the same as <a href="/openapi.json">OpenAPI 3.1</a></li>
<li><a href="/problems">Every problem</a>, what it means and what to do</li>
<li><a href="/readyz">Whether this node has caught up</a></li>
</ul>`,
  );
