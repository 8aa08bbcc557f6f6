// The pages that problems' types name: what happened, and what to do.
import { html, page, sendPage } from './html.ts';
import type { Handler } from './parts.ts';
import { Problem } from './problem.ts';
import { PROBLEM_CODES, PROBLEMS, type ProblemCode, slugOf, typeOf } from './problems.ts';

export const problemIndex: Handler = (_req, res) => {
  const rows = PROBLEM_CODES.map(
    (code) =>
      html`<tr><td>${PROBLEMS[code].status}</td><td><a href="${typeOf(code)}">${PROBLEMS[code].title}</a></td><td><code>${code}</code></td></tr>\n`,
  );
  sendPage(
    res,
    page(
      'Problems',
      html`<h1>Problems</h1>
<p>Whatever goes wrong is answered as <code>application/problem+json</code> (RFC 9457): <code>type</code> names one of these pages, <code>detail</code> says what to do this time, <code>errors</code> points at each fault, and <code>instance</code> names the occurrence in the node’s log.</p>
<table><thead><tr><th>status</th><th>problem</th><th>code</th></tr></thead><tbody>
${rows}</tbody></table>`,
    ),
  );
};

export const problemPage: Handler = (req, res) => {
  const code = PROBLEM_CODES.find((known) => slugOf(known) === req.params.name);
  if (code === undefined) throw new Problem('NO_SUCH_ADDRESS', 'there is no such problem: /problems lists them all');
  sendPage(res, page(PROBLEMS[code].title, content(code)));
};

function content(code: ProblemCode) {
  const { status, title, meaning, remedy, retryAfter } = PROBLEMS[code];
  const retry =
    retryAfter === undefined
      ? ''
      : html`<p class="soft">The answer carries <code>Retry-After: ${retryAfter}</code>.</p>`;
  return html`<h1>${title}</h1>
<p class="soft">Status ${status}, code <code>${code}</code>, type <code>${typeOf(code)}</code></p>
<h2>What it means</h2>
<p>${meaning}</p>
<h2>What to do</h2>
<p>${remedy}</p>
${retry}
<p><a href="/problems">All problems</a></p>`;
}
