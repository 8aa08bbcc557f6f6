// Pages for people, made here: no script, nothing from elsewhere, every value escaped.
import type { ServerResponse } from 'node:http';

/** Text that is markup already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function rendered(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(rendered).join('');
  return String(part).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

/** Markup around values: what is no Markup is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    strings.map((text, index) => text + (index < parts.length ? rendered(parts[index] as Part) : '')).join(''),
  );
}

const STYLE = new Markup(`
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d9dee6; --paper: #fff; --wash: #f5f7fa; --link: #0b57a4 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9aa5b4; --line: #333c48; --paper: #14181e; --wash: #1c222a; --link: #7ab8ff } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main { max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; border-bottom: 1px solid var(--line) }
header strong { font-size: 1.15rem; margin-right: auto }
a { color: var(--link) } a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.2rem 0 .6rem } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
code, pre { font: .875em/1.5 ui-monospace, monospace } code { background: var(--wash); padding: .1em .3em; border-radius: 3px }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto } pre code { padding: 0; background: none }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto } th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
th { color: var(--soft); font-weight: 600 }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .5rem .9rem } summary { cursor: pointer } details > :last-child { margin-bottom: .4rem }
.method { display: inline-block; min-width: 3.2rem; font: 600 .8rem ui-monospace, monospace; color: var(--soft) } .soft { color: var(--soft) }
`);

/** A whole page. */
export function page(title: string, content: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Concordat</title><style>${STYLE}</style></head>
<body>
<header><strong><a href="/">Concordat</a></strong><a href="/docs">API</a><a href="/problems">Problems</a><a href="/openapi.json">OpenAPI</a><a href="/readyz">Readiness</a></header>
<main>
${content}
</main>
</body>
</html>
`.text;
}

export function sendPage(res: ServerResponse, text: string): void {
  const body = Buffer.from(text);
  res.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  res.end(body);
}
