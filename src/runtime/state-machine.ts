import type { Level } from './answer-types.ts';
import type { ClientClock } from './client-clock.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';
import type { Delivery } from './snapshot-document.ts';
import type { Announcement } from './source.ts';

/** What answers, and how old it is. */
export interface Standing {
  readonly snapshot: LoadedSnapshot | undefined;
  readonly level: Level;
  /** Milliseconds since the source last showed that the snapshot is current; nothing where there is none. */
  readonly age: number | undefined;
  /** Whether the flag's delivery asks for something more recent than could be had. */
  readonly late: boolean;
}

/** A snapshot, where it is from, and when it was last known to be current. */
export interface Held {
  readonly snapshot: LoadedSnapshot;
  readonly origin: 'source' | 'shared' | 'disk';
  /** What the source knows it by. */
  readonly tag: string | undefined;
  /** By `ClientClock.elapsed`. */
  readonly confirmed: number;
}

/** What became of a snapshot that was offered. */
export type StateVerdict = 'taken' | 'same' | 'older' | 'conflict';

/**
 * What the client knows, and what follows from it:
 *
 *   empty ── a snapshot, from anywhere ──▶ ready ── no sign of the source for `staleAfter` ──▶ stale
 *                                            ▲ ◀────────────── a sign of the source ────────────┘
 *
 * - A snapshot replaces the held one only if its version is higher, wherever it is from.
 * - Of two with one version and different digests the held one stays.
 * - The held one is *confirmed* when the source gives it, gives its tag, or when the stream shows that it is alive and
 *   nothing newer was announced since it was connected. An age is the time since then.
 * - It answers in one order: fresh, in process, shared, disk, defaults. The held one is the best of the middle three.
 *
 * No clock, no timer, no network: what happens is told to it, and whoever tells it does what follows.
 */
export class StateMachine {
  readonly #clock: ClientClock;
  readonly #staleAfter: number;
  #held: Held | undefined;
  #announced: Announcement = {};
  /** When the stream was connected, and until when it is alive without another sign. */
  #connected = Infinity;
  #aliveUntil = -Infinity;

  /** @param staleAfter milliseconds without a sign of the source after which the held snapshot is stale */
  constructor(clock: ClientClock, staleAfter: number) {
    this.#clock = clock;
    this.#staleAfter = staleAfter;
  }

  get held(): Held | undefined {
    return this.#held;
  }

  get announcement(): Announcement {
    return this.#announced;
  }

  get isStreaming(): boolean {
    return this.#aliveUntil > this.#clock.elapsed();
  }

  get isFresh(): boolean {
    const held = this.#held;
    return held?.origin === 'source' && this.isStreaming && held.confirmed >= this.#connected && !this.isNews(this.#announced); // prettier-ignore
  }

  get isStale(): boolean {
    return this.#held !== undefined && this.#age(this.#held) >= this.#staleAfter;
  }

  /** Milliseconds until it is stale, if nothing happens until then. */
  get staleIn(): number {
    return this.#held === undefined ? Infinity : this.#staleAfter - this.#age(this.#held);
  }

  /** A snapshot has come, from the source or a cache. */
  offer(offered: Held): StateVerdict {
    const held = this.#held;
    const { version, digest } = offered.snapshot.document;
    if (held === undefined || version > held.snapshot.document.version) {
      this.#held = offered;
      return 'taken';
    }
    if (version < held.snapshot.document.version) return 'older';
    if (digest !== held.snapshot.document.digest) return 'conflict';
    const confirmed = Math.max(held.confirmed, offered.confirmed);
    if (offered.origin === 'source') this.#held = { ...held, origin: 'source', tag: offered.tag, confirmed };
    return 'same';
  }

  /**
   * The source has said that nothing changed since it gave a snapshot.
   * @param before what was held when it was asked
   * @param since when it was asked
   * @returns whether that is said of the held one: a cache may have brought a newer one since
   */
  unchanged(before: Held | undefined, since: number): boolean {
    const held = this.#held;
    if (held?.origin !== 'source' || held.snapshot !== before?.snapshot) return false;
    this.#held = { ...held, confirmed: Math.max(held.confirmed, since) };
    return true;
  }

  /**
   * The stream shows that it is alive, and will do so again within so many milliseconds.
   * @returns whether it was not before: what happened until now is unknown then, and the source must be read
   */
  alive(milliseconds: number): boolean {
    const now = this.#clock.elapsed();
    const isNew = !this.isStreaming;
    if (isNew) this.#connected = now;
    this.#aliveUntil = now + milliseconds;
    if (this.isFresh) this.#held = { ...this.#held!, confirmed: now };
    return isNew;
  }

  /** The stream has ended. */
  lost(): void {
    this.#connected = Infinity;
    this.#aliveUntil = -Infinity;
  }

  /** Somebody says that there is another snapshot. @returns whether it is news, so that the source must be read */
  announced(announcement: Announcement): boolean {
    if (!this.isNews(announcement)) return false;
    this.#announced = announcement;
    return true;
  }

  /** A read that began after the announcement has ended: what it gave is what there is. */
  answered(announcement: Announcement): void {
    if (this.#announced === announcement) this.#announced = {};
  }

  /** What a flag that is delivered this way needs before it is answered. */
  needs(delivery: Delivery, maxAge: number): 'nothing' | 'a read behind the answer' | 'a read' {
    if (this.isFresh) return 'nothing';
    if (delivery !== 'always-fresh' && this.#held !== undefined && this.#age(this.#held) <= maxAge) return 'nothing';
    return delivery === 'background-refresh' && this.#held !== undefined ? 'a read behind the answer' : 'a read';
  }

  /**
   * What answers now.
   * @param read what became of the read that it needed, if it did
   */
  standing(read?: 'current' | 'failed'): Standing {
    const held = this.#held;
    const late = read === 'failed';
    if (held === undefined) return { snapshot: undefined, level: 'default', age: undefined, late };
    const level = read === 'current' || this.isFresh ? 'fresh' : held.origin === 'source' ? 'memory' : held.origin;
    return { snapshot: held.snapshot, level, age: this.#age(held), late };
  }

  /** Whether an announcement says more than is held. */
  isNews({ version, digest }: Announcement): boolean {
    if (version === undefined) return false;
    const held = this.#held?.snapshot.document;
    if (held === undefined || version > held.version) return true;
    return version === held.version && digest !== undefined && digest !== held.digest;
  }

  #age({ confirmed }: Held): number {
    return this.#clock.elapsed() - confirmed;
  }
}
