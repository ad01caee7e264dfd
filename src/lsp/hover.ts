import type { Hover } from 'vscode-languageserver';
import type { Path, Span } from '../diagnostic/diagnostic.ts';
import { rules } from '../lint/rules/index.ts';
import { fields, text } from '../model/read.ts';
import { keySpan, spanOf, type Node } from '../source/node.ts';
import { conditionText, flagMarkdown, markdownNames, usersOfSegment, editorVersionText } from './flag-words.ts';
import { nameAt, namesIn, type Name } from './names.ts';
import type { EditorPlace } from './place.ts';
import { rangeOf, touches } from './text-ranges.ts';
import { counted } from '../report/style.ts';
import { markdownCode, markdownParagraph, plainText } from './words.ts';

/** What is under the cursor: the meaning of a field, and the state of what a name stands for. */
export async function hover(place: EditorPlace): Promise<Hover | null> {
  const { document, offset, kind, text: lines } = place;
  const suppressed = ruleOfComment(place);
  if (suppressed) return suppressed;
  const name = nameAt(namesIn(place), offset);
  const at = pathAt(document.root, offset);
  const field = at && place.editor.schemas.description(kind, at.path);
  const parts = [name && (await nameMarkdown(place, name)), field].filter((part) => part !== undefined && part !== '');
  const span = name?.span ?? at?.span;
  if (parts.length === 0 || !span) return null;
  return { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') }, range: rangeOf(lines, span) };
}

/** The innermost field or value under a cursor. */
export function pathAt(
  root: Node | undefined,
  offset: number,
): { readonly path: Path; readonly span: Span } | undefined {
  let node = root;
  const path: (string | number)[] = [];
  while (node) {
    if (node.kind === 'scalar' || node.alias) return { path, span: spanOf(node) };
    if (node.kind === 'sequence') {
      const index = node.items.findIndex((item) => touches(item, offset));
      if (index < 0) return undefined;
      path.push(index);
      node = node.items[index];
      continue;
    }
    const key = node.pairs.find((pair) => touches(keySpan(pair), offset));
    if (key) return { path: [...path, key.key], span: keySpan(key) };
    const pair = node.pairs.find(({ value }) => touches(value, offset));
    if (!pair) return undefined;
    path.push(pair.key);
    node = pair.value;
  }
  return undefined;
}

function ruleOfComment({ project, path, offset, text: lines, document }: EditorPlace): Hover | undefined {
  const comment = project.files.get(path)?.suppressions.find(({ span }) => touches(span, offset));
  if (!comment) return undefined;
  const at = document.text.indexOf(comment.rule, comment.span.start);
  const span = { start: at, end: at + comment.rule.length };
  const value = ruleMarkdown(comment.rule);
  return value !== undefined && touches(span, offset)
    ? { contents: { kind: 'markdown', value }, range: rangeOf(lines, span) }
    : undefined;
}

function ruleMarkdown(id: string): string | undefined {
  const rule = rules.find((one) => one.id === id);
  return rule && `**${rule.id}**, ${rule.severity}\n\n${rule.summary}\n\n${rule.why}`;
}

/** What is known of what a name stands for; empty where it is nothing that the project has. */
async function nameMarkdown(
  { project, session }: Pick<EditorPlace, 'project' | 'session'>,
  name: Name,
): Promise<string> {
  const title = (about: string): string => `**${plainText(name.name)}** — ${about}`;
  switch (name.kind) {
    case 'flag': {
      const flag = project.flags.get(name.name);
      return flag ? flagMarkdown(session, flag) : '';
    }
    case 'segment': {
      const segment = project.segments.get(name.name);
      if (!segment) return '';
      const { description, when } = fields((await project.document(segment.file)).value);
      const users = usersOfSegment(session, segment.key);
      const version = await session.versions.newest('segment', segment.key);
      const lines = [
        title('segment'),
        markdownParagraph(text(description) ?? ''),
        `Holds if ${markdownCode(conditionText(when))}`,
        version ? editorVersionText(version, session.now()) : '',
        users.length > 0 ? `Used by ${markdownNames(users)}` : 'No flag uses it',
      ];
      return lines.filter((line) => line !== '').join('\n\n');
    }
    case 'team': {
      const team = project.owners?.teams.get(name.name);
      if (!team) return '';
      const owned = [...project.flags.values()].filter(({ owner }) => owner === name.name).length;
      const contact = team.contact === undefined ? '' : `, ${plainText(team.contact)}`;
      return `${title(`team${contact}`)}\n\nOwns ${counted(owned, 'flag')}. Members: ${plainText(team.members.join(', '))}`;
    }
    case 'system': {
      const system = project.systems?.systems.get(name.name);
      if (!system) return '';
      const flags = [...project.flags.values()].filter(({ affects }) => affects.includes(name.name));
      const owner = system.owner === undefined ? '' : `, of ${plainText(system.owner)}`;
      const affected =
        flags.length > 0 ? `Affected by ${markdownNames(flags.map(({ key }) => key))}` : 'No flag affects it';
      return `${title(`${plainText(system.status)} system, ${plainText(system.criticality)}${owner}`)}\n\n${affected}`;
    }
    case 'environment': {
      const environment = project.manifest.environments?.find((one) => one.name === name.name);
      return environment ? title(environment.critical ? 'critical environment' : 'environment') : '';
    }
    case 'attribute': {
      const declared = project.manifest.context?.attributes[name.name];
      if (!declared) return '';
      return title(`attribute of contexts, ${declared.type}${declared.personal ? ', personal' : ''}`);
    }
    case 'lint-rule':
      return ruleMarkdown(name.name) ?? '';
    default:
      return '';
  }
}
