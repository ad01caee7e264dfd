/** What we take of the SDK of the protocol: the build puts it, and all that it needs, into a file that nothing else loads. */
export { Server } from '@modelcontextprotocol/sdk/server/index.js';
export {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  JSONRPCMessageSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
export {
  array,
  boolean,
  enum as oneOf,
  int,
  looseObject,
  nullable,
  record,
  strictObject,
  string,
  toJSONSchema,
  unknown,
} from 'zod';
