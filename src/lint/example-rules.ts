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
