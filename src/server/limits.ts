/** What one server takes on; beyond it requests are refused, never queued. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly body: number;
  /** Bytes of a request's headers. */
  readonly headers: number;
  /** Milliseconds until the headers of a request must have come. */
  readonly headersTime: number;
  /** Milliseconds until a request must have come whole. */
  readonly requestTime: number;
  /** Milliseconds for which a connection may neither read nor write. */
  readonly idleTime: number;
  /** Milliseconds for which a connection may wait for its next request. */
  readonly keepAlive: number;
  /** Connections at a time. */
  readonly connections: number;
  /** Event streams at a time. */
  readonly streams: number;
  /** Bytes that wait for the reader of a stream before it is dropped. */
  readonly streamBacklog: number;
  /** Milliseconds between signs of life on a stream. */
  readonly heartbeat: number;
  /** Milliseconds that requests have to end in after SIGTERM. */
  readonly drain: number;
}

export const defaultLimits: Limits = {
  body: 64 * 1024,
  headers: 16 * 1024,
  headersTime: 5_000,
  requestTime: 10_000,
  idleTime: 30_000,
  keepAlive: 5_000,
  connections: 10_000,
  streams: 5_000,
  streamBacklog: 64 * 1024,
  heartbeat: 10_000,
  drain: 10_000,
};
