// docs/errors.md, made from the table of problems. After a change of the table: `npx vitest run tests/api/problems.test.ts -u`.
import { PROBLEM_CODES, PROBLEMS, type ProblemCode, slugOf, typeOf } from '../../src/api/problems.ts';

const row = (code: ProblemCode): string =>
  `| ${PROBLEMS[code].status} | [${PROBLEMS[code].title}](#${slugOf(code)}) | \`${code}\` |`;

const section = (code: ProblemCode): string => {
  const { title, status, meaning, remedy, retryAfter } = PROBLEMS[code];
  const retry = retryAfter === undefined ? '' : ` \`Retry-After: ${retryAfter}\` comes with it.`;
  return `### ${slugOf(code)}\n\n**${title}.** Status ${status}, type \`${typeOf(code)}\`.${retry}\n\n${meaning}\n\n*What to do:* ${remedy}\n`;
};

export const errorsPage = (): string => `# Errors

Whatever goes wrong is answered as \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)):

\`\`\`json
{
  "type": "/problems/unknown-party",
  "title": "Unknown party",
  "status": 422,
  "detail": "no party XX is on record: register it first with RegisterParty",
  "code": "UNKNOWN_PARTY",
  "instance": "urn:uuid:6f9b2a0e-3c0f-4a43-9d0e-0c6a0b9c5a11",
  "errors": [{ "pointer": "/parties/0/code", "detail": "no party XX is on record: register it first with RegisterParty" }]
}
\`\`\`

\`type\` is stable, and the address of a page on the server that answered. \`detail\` says what is wrong this time and what to do. \`errors\` names each fault: \`pointer\` is a JSON Pointer (RFC 6901) into the body, or, where \`in\` is \`query\` or \`header\`, the name of a parameter or a header. \`instance\` names this very occurrence, as the node's log does. A command that was refused recorded nothing; only \`OUTCOME_UNKNOWN\` and \`INTERNAL\` leave that open, and the same key settles it.

This page is made from the table in \`src/api/problems.ts\`, and a test holds the two together.

| status | problem | code |
|---|---|---|
${PROBLEM_CODES.toSorted((a, b) => PROBLEMS[a].status - PROBLEMS[b].status)
  .map(row)
  .join('\n')}

${PROBLEM_CODES.map(section).join('\n')}`;
