import { fields, ownFields, text, type Fields } from './read.ts';

const attributeTypes = ['string', 'number', 'boolean', 'semver', 'date', 'list'] as const;

export type AttributeType = (typeof attributeTypes)[number];

/** What one attribute of evaluation contexts is. */
export interface AttributeDeclaration {
  readonly type: AttributeType;
  /** UTF-16 units; clients refuse longer texts. */
  readonly maxLength?: number | undefined;
  /** What clients make of a text before they evaluate. */
  readonly normalize?: 'upper-case' | 'lower-case' | undefined;
  /** Never logged, never in a metric. */
  readonly personal: boolean;
}

/** What evaluation contexts hold: `context` of the manifest. */
export interface ContextDeclaration {
  /** What becomes of attributes that are not declared; default `warn`. */
  readonly unknown: 'allow' | 'warn' | 'drop';
  /** By name, dots included. */
  readonly attributes: Readonly<Record<string, AttributeDeclaration>>;
}

/** @returns nothing where the manifest declares nothing */
export function readContext(value: unknown): ContextDeclaration | undefined {
  if (value === undefined) return undefined;
  const context = fields(value);
  const { unknown } = context;
  const attributes = Object.entries(fields(context.attributes)).flatMap(([name, own]) => {
    const declaration = readAttribute(fields(own));
    return declaration ? [[name, declaration] as const] : [];
  });
  return {
    unknown: unknown === 'allow' || unknown === 'drop' ? unknown : 'warn',
    attributes: ownFields(attributes),
  };
}

function readAttribute({ type: name, maxLength, normalize, personal }: Fields): AttributeDeclaration | undefined {
  const type = attributeTypes.find((one) => one === text(name));
  return (
    type && {
      type,
      ...(typeof maxLength === 'number' && { maxLength }),
      ...((normalize === 'upper-case' || normalize === 'lower-case') && { normalize }),
      personal: personal === true,
    }
  );
}
