import { createHash } from 'node:crypto';

/** Types of keys, as they begin. */
const KEY = /(?:^|\s)(?:sk-)?(?:ssh|ecdsa|webauthn)-\S+\s+(AAAA[A-Za-z0-9+/]+=*)/;

/**
 * Whether a key counts at an instant, as the file of keys says: its lines may hold `valid-after` and `valid-before`, see ALLOWED SIGNERS
 * in ssh-keygen(1). Times without a zone are taken for UTC. A key that the file does not name is not its business.
 * @param keys content of the file
 * @param fingerprint `SHA256:…`
 * @param instant milliseconds since 1970
 */
export function isValidAt(keys: Uint8Array, fingerprint: string, instant: number): boolean {
  const lines = Buffer.from(keys)
    .toString('utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#') && fingerprintIn(line) === fingerprint);
  return lines.length === 0 || lines.some((line) => isWithin(line, instant));
}

function fingerprintIn(line: string): string | undefined {
  const key = KEY.exec(line)?.[1];
  if (key === undefined) return undefined;
  return `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`;
}

function isWithin(line: string, instant: number): boolean {
  const [after, before] = [timeOf(line, 'valid-after'), timeOf(line, 'valid-before')];
  return (after === undefined || after <= instant) && (before === undefined || instant <= before);
}

/** `YYYYMMDD`, with hours and minutes, with seconds. */
function timeOf(line: string, option: string): number | undefined {
  const found = new RegExp(`[\\s,]${option}="?(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)?(\\d\\d)?(\\d\\d)?Z?"?`, 'i').exec(line);
  if (!found) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
