import { describe, expect, it } from 'vitest';
import { projectName } from './project-name.ts';

describe('projectName', () => {
  it.each([
    ['/home/ada/shop', '', 'shop'],
    ['/home/ada/shop', 'flags', 'shop'],
    ['/home/ada/shop', 'apps/search/flags', 'search'],
    ['/home/ada/shop', 'checkout-flags', 'checkout-flags'],
    ['C:\\work\\shop', '', 'shop'],
    ['/', 'flags', 'flags'],
  ])('of %s and %s is %s', (root, folder, name) => {
    expect(projectName(root, folder)).toBe(name);
  });
});
