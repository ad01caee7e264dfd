import { exampleProject } from './complete-example.ts';

/** For the examples of lint rules: the environments of a flag with one targeting rule that has this condition. */
export function rulesFor(when: string): string {
  return `environments:
  production:
    enabled: true
    rules:
      - name: some
        when: ${when}
        serve: on
    otherwise: off
`;
}

/** The manifest of the example project, with more in it. */
export function manifestWith(more: string): Readonly<Record<string, string>> {
  return { 'flagwright.yaml': `${exampleProject['flagwright.yaml']}${more}` };
}
