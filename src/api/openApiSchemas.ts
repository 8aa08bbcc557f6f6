// From zod to the components of an OpenAPI document: each schema with an id stands there once, and is referred to.
import { z } from 'zod';

export type JsonSchema = { readonly [keyword: string]: unknown };

const LOCAL = '"$ref":"#/$defs/';
const SHARED = '"$ref":"#/components/schemas/';

export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** A schema as an operation refers to it. @param io `input` for what is sent here, `output` for what is answered */
  use(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    const text = JSON.stringify(made).replaceAll('"#/$defs/__schema0"', '"#/$defs/AnyJson"').replaceAll(LOCAL, SHARED);
    const { $schema: _dialect, $defs = {}, ...rest } = JSON.parse(text) as JsonSchema & { $defs?: object };
    for (const [id, definition] of Object.entries($defs)) {
      this.schemas[id === '__schema0' ? 'AnyJson' : id] ??= definition as JsonSchema;
    }
    return rest;
  }

  /** The same, kept under a name of its own. */
  named(name: string, schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const made = this.use(schema, io);
    if (typeof made.$ref === 'string') return made;
    this.schemas[name] ??= made;
    return { $ref: `#/components/schemas/${name}` };
  }
}
