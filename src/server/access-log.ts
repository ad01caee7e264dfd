import type { AnsweredRequest } from './listen.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Routes by what they are counted as; whatever a caller asks for beside them is one route. */
const routes: readonly (readonly [pattern: RegExp, route: string])[] = [
  [/^\/ofrep\/v1\/evaluate\/flags\/[^/]+$/, 'evaluate'],
  [/^\/ofrep\/v1\/evaluate\/flags$/, 'evaluate-all'],
  [/^\/ofrep\/v1\/configuration$/, 'configuration'],
  [/^\/snapshot$/, 'snapshot'],
  [/^\/stream$/, 'stream'],
  [/^\/flagd\/[^/]+$/, 'flagd'],
  [/^\/(?:healthz|readyz|metrics)$/, 'health'],
  [/^\/-\/refresh$/, 'refresh'],
];

const routeOf = (path: string): string => routes.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';

/**
 * Counts requests that were answered, and logs them: the path without its query, which may hold a ticket, and nothing of
 * headers and bodies.
 * @param log absent where requests are not logged
 */
export function answeredRequest(metrics: Metrics, log: Log | undefined): AnsweredRequest {
  return ({ method, url = '' }, { statusCode }, { milliseconds, from, whole }) => {
    const path = url.split('?', 1)[0]!.slice(0, 200);
    const route = routeOf(path);
    if (route !== 'stream') metrics.answered(route, statusCode, milliseconds / 1000);
    if (!log) return;
    const cut = whole ? {} : { cut: true };
    log({ level: 'info', event: 'request', method, path, status: statusCode, ms: Math.round(milliseconds * 10) / 10, from, ...cut }); // prettier-ignore
  };
}
