/** The e-mail addresses in values of trailers, in lower case: `Name <address>`, or an address alone. */
export function addressesIn(values: readonly string[]): string[] {
  return values.flatMap((value) => {
    const address = /<([^<>\s]+@[^<>\s]+)>/.exec(value)?.[1] ?? /^[^<>\s]+@[^<>\s]+$/.exec(value)?.[0];
    return address === undefined ? [] : [address.toLowerCase()];
  });
}
