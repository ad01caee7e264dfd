// What an editor asks a language server about a flag file while somebody looks at it: a name, and the request.

/** The place in front of the first match of a pattern. */
function placeOf(text, pattern) {
  const before = text.slice(0, text.search(pattern)).split('\n');
  return { line: before.length - 1, character: before.at(-1).length };
}

/** @param text of the flag file, which names a team, a segment and an environment */
export function requests(uri, text) {
  const textDocument = { uri };
  const owner = placeOf(text, /(?<=^owner: )/m);
  const segment = placeOf(text, /(?<=segment: )/);
  const staging = placeOf(text, /(?<=^ {2})staging:/m);
  const everything = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
  const at = (position) => ({ textDocument, position });
  const inFile = { textDocument };
  const edge = { start: staging, end: staging };
  return {
    hover: ['textDocument/hover', at(segment)],
    definition: ['textDocument/definition', at(segment)],
    'references, of a segment': ['textDocument/references', { ...at(segment), context: { includeDeclaration: true } }],
    'references, of a team': ['textDocument/references', { ...at(owner), context: { includeDeclaration: true } }],
    highlights: ['textDocument/documentHighlight', at(segment)],
    outline: ['textDocument/documentSymbol', inFile],
    'workspace symbols': ['workspace/symbol', { query: 'stock' }],
    completion: ['textDocument/completion', at(owner)],
    'code actions': ['textDocument/codeAction', { textDocument, range: edge, context: { diagnostics: [] } }],
    lenses: ['textDocument/codeLens', inFile],
    folds: ['textDocument/foldingRange', inFile],
    links: ['textDocument/documentLink', inFile],
    hints: ['textDocument/inlayHint', { textDocument, range: everything }],
    'rename, of a segment': ['textDocument/rename', { ...at(segment), newName: 'another-name' }],
    'rename, of a team': ['textDocument/rename', { ...at(owner), newName: 'another-name' }],
  };
}
