// The API for people to read: the OpenAPI document, rendered once.
import { html, type Markup, page } from './html.ts';
import type { OpenApiDocument, Operation } from './openApi.ts';
import type { JsonSchema } from './openApiSchemas.ts';

export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const sections = document.tags.map(
    ({ name, description }) => html`<h2 id="${name.replaceAll(' ', '-')}">${name}</h2>
<p>${description}</p>
${operations.filter(({ operation }) => operation.tags.includes(name)).map(section)}`,
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      html`<details id="schema-${name}"><summary><code>${name}</code></summary>${schemaOf(schema)}</details>\n`,
  );
  return page(
    'API',
    html`<h1>The API</h1>
<p>${document.info.description} Version ${document.info.version}; the same as a machine reads it: <a href="/openapi.json">openapi.json</a>.</p>
${sections}
<h2 id="schemas">schemas</h2>
${schemas}`,
  );
}

interface Section {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

function section({ method, path, operation }: Section): Markup {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const body = requestBody === undefined ? '' : html`<h3>Body</h3><p>${contentOf(requestBody)}</p>`;
  const rows = Object.entries(responses).map(
    ([status, response]) =>
      html`<tr><td>${status}</td><td>${String(response.description)}</td><td>${contentOf(response)}</td></tr>`,
  );
  return html`<details id="${operationId}"><summary><span class="method">${method.toUpperCase()}</span> <code>${path}</code> ${summary}</summary>
${parameterTable(parameters)}
${body}
<h3>Answers</h3>
<table><tbody>${rows}</tbody></table>
</details>
`;
}

function parameterTable(parameters: readonly JsonSchema[]): Markup {
  if (parameters.length === 0) return html``;
  const rows = parameters.map(
    (parameter) =>
      html`<tr><td><code>${String(parameter.name)}</code></td><td>${String(parameter.in)}</td><td>${typeOf(parameter.schema as JsonSchema)}</td><td>${String(parameter.description ?? '')}</td></tr>`,
  );
  return html`<h3>Parameters</h3><table><tbody>${rows}</tbody></table>`;
}

function contentOf({ content }: JsonSchema): Markup {
  if (typeof content !== 'object' || content === null) return html``;
  return html`${Object.entries(content as Record<string, { schema: JsonSchema }>).map(
    ([type, { schema }]) => html`<span class="soft">${type}</span> ${typeOf(schema)} `,
  )}`;
}

/** A schema in a word or two, with a link where it stands by its name. */
function typeOf(schema: JsonSchema): Markup {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) as string;
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(schema.enum))
    return html`${schema.enum.map((value, i) => html`${i > 0 ? ', ' : ''}<code>${String(value)}</code>`)}`;
  if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`;
  const either = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (either !== undefined) return html`${either.map((one, i) => html`${i > 0 ? ' or ' : ''}${typeOf(one)}`)}`;
  if (schema.type === 'array') return html`list of ${typeOf((schema.items ?? {}) as JsonSchema)}`;
  if (schema.type === 'object' && schema.properties !== undefined) return schemaOf(schema);
  return html`${String(schema.type ?? 'any JSON')}`;
}

function schemaOf(schema: JsonSchema): Markup {
  const either = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (either !== undefined) return html`<p>One of:</p>${either.map((one) => html`<div>${typeOf(one)}</div>`)}`;
  if (schema.properties === undefined)
    return html`<p>${typeOf(schema)} <span class="soft">${limitsOf(schema)}</span></p>`;
  const required = (schema.required ?? []) as readonly string[];
  const rows = Object.entries(schema.properties as Record<string, JsonSchema>).map(
    ([name, member]) =>
      html`<tr><td><code>${name}</code></td><td>${required.includes(name) ? 'required' : ''}</td><td>${typeOf(member)}</td><td>${String(member.description ?? '')} <span class="soft">${limitsOf(member)}</span></td></tr>`,
  );
  return html`<table><tbody>${rows}</tbody></table>`;
}

const LIMITS = ['maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'pattern', 'examples'] as const;

const limitsOf = (schema: JsonSchema): string =>
  LIMITS.filter((limit) => schema[limit] !== undefined)
    .map((limit) => `${limit} ${JSON.stringify(schema[limit])}`)
    .join(' · ');
