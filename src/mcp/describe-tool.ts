import type { Tool as ToolDescription } from '@modelcontextprotocol/sdk/types.js';
import type { ZodObject } from 'zod';
import { toJSONSchema } from './agent-sdk.ts';
import type { Tool } from './tool.ts';

/** A tool as a client is told of it. */
export function describeTool({ name, title, description, input, output, writes }: Tool, allowsWrites: boolean): ToolDescription {
  const canWrite = writes === true && allowsWrites;
  return {
    name,
    title,
    description,
    inputSchema: schemaOf(input, 'input'),
    outputSchema: schemaOf(output, 'output'),
    annotations: { readOnlyHint: !canWrite, destructiveHint: canWrite, openWorldHint: false },
  };
} // prettier-ignore

type Schema = ToolDescription['inputSchema'];

/** As short as it can be, for a model reads it: what is not said is checked all the same. */
function schemaOf(shape: ZodObject, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...schema } = toJSONSchema(shape, {
    io,
    override: ({ jsonSchema }) => {
      for (const name of ['minLength', 'maxLength', 'minItems', 'maxItems', 'propertyNames'] as const)
        delete jsonSchema[name];
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (isEmpty(jsonSchema.additionalProperties)) delete jsonSchema.additionalProperties;
      if (isEmpty(jsonSchema.properties)) delete jsonSchema.properties;
    },
  });
  return schema as Schema;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
