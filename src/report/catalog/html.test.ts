import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markup } from './html.ts';

describe('markup', () => {
  it('takes markup as it is, and anything else as text', () => {
    const inner = markup`<b>${'<i>'}</b>`;
    expect(markup`<p title="${`"'`}">${inner}${[1, inner]}${undefined}${false}`.text).toBe(
      '<p title="&quot;&#39;"><b>&lt;i&gt;</b>1<b>&lt;i&gt;</b>',
    );
  });

  it('shows what hides, on one line, and cuts what nobody would read', () => {
    expect(markup`${'a\r\n\tb\u202ec\u0000'}`.text).toBe('a b·c·');
    expect(markup`${'x'.repeat(5_000)}`.text.length).toBeLessThan(2_100);
  });

  it('leaves no character of a text that begins or ends markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(markup`${text}`.text).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
