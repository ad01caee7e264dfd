import { AwaitedVersion } from './awaited-version.ts';
import type { CachedSnapshot, CacheShelf } from './cache-shelf.ts';
import { changedKeys } from './changed-keys.ts';
import type { ClientClock } from './client-clock.ts';
import { withinTime } from './client-clock.ts';
import type { Events } from './events.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';
import type { Reader } from './reader.ts';
import type { Delivery } from './snapshot-document.ts';
import type { Announcement } from './source.ts';
import type { Held, Standing } from './state-machine.ts';
import { StateMachine } from './state-machine.ts';

/** In milliseconds. */
export interface DeliveryBounds {
  /** How long an answer may wait for the source. */
  readonly deadline: number;
  /** How old the held snapshot may be before it is read again. */
  readonly maxAge: number;
}

export interface StoreParts {
  readonly clock: ClientClock;
  readonly reader: Reader;
  readonly shelf: CacheShelf;
  readonly events: Events;
  /** See `StateMachine`. */
  readonly staleAfter: number;
  /** How many answers may wait for the source at once; more are answered from what is held. */
  readonly mostWaiting: number;
  /** Notes a failure. */
  readonly fail: (what: string, thrown: unknown) => void;
  /** Told when a read has ended: whether the source gave what there is. */
  readonly readEnded: (isWell: boolean) => void;
}

/** Does what follows from the state: reads, keeps caches, tells of changes. Nothing here ever throws. */
export class Store {
  readonly #parts: StoreParts;
  readonly #state: StateMachine;
  readonly #ended = new AbortController();
  readonly #awaited = new AwaitedVersion();
  #started: Promise<unknown> | undefined;
  #reading: Promise<boolean> | undefined;
  #readAgain = false;
  #waiting = 0;
  #wasStale = false;
  #cancelStale = (): void => {};

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#state = new StateMachine(parts.clock, parts.staleAfter);
  }

  get snapshot(): LoadedSnapshot | undefined {
    return this.#state.held?.snapshot;
  }

  get isStale(): boolean {
    return this.#state.isStale;
  }

  /** What answers now, without waiting. */
  standing(): Standing {
    return this.#state.standing();
  }

  /** Whether a flag that is delivered this way can be answered as it asks, without waiting. */
  isEnough(delivery: Delivery, maxAge: number): boolean {
    return this.#state.needs(delivery, maxAge) !== 'a read';
  }

  /** Reads the source and the caches at the same time; the highest version stays. Does so once. */
  start(): Promise<unknown> {
    return (this.#started ??= Promise.all([this.refresh(), this.#loadCaches()]));
  }

  /** Starts, and waits until that is done, but no longer than so many milliseconds. */
  async ready(milliseconds: number): Promise<Standing> {
    const started = this.start();
    if (this.#state.held?.origin === 'source') return this.standing();
    // A read that succeeded makes the caches needless.
    const isRead = this.refresh().then((isCurrent) => (isCurrent ? undefined : started));
    await withinTime(this.#parts.clock, milliseconds, isRead).catch(() => {});
    return this.standing();
  }

  close(): void {
    this.#ended.abort();
    this.#cancelStale();
  }

  /** What answers a flag that is delivered this way. It waits for the source no longer than the bounds say. */
  async settle(delivery: Delivery, { deadline, maxAge }: DeliveryBounds): Promise<Standing> {
    const needed = this.#state.needs(delivery, maxAge);
    if (needed === 'nothing' || this.#ended.signal.aborted) return this.standing();
    if (needed === 'a read behind the answer') {
      void this.refresh();
      return this.standing();
    }
    return this.#state.standing((await this.#readWithin(deadline)) ? 'current' : 'failed');
  }

  /** Reads the source; whoever asks meanwhile gets the same read. Gives whether what is held then is current. */
  refresh(): Promise<boolean> {
    if (this.#ended.signal.aborted) return Promise.resolve(false);
    return (this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
      if (this.#readAgain) void this.refresh();
      this.#readAgain = false;
    }));
  }

  /** Somebody says that there may be another snapshot. */
  announced(announcement: Announcement): void {
    const isKnown = announcement.version !== undefined && !this.#state.announced(announcement);
    if (isKnown || this.#ended.signal.aborted) return;
    this.#awaited.announced(announcement.version ?? 0);
    // A read under way may have begun before the change.
    if (this.#reading === undefined) void this.refresh();
    else this.#readAgain = true;
  }

  /** The stream shows that it works, and will do so again within so many milliseconds. */
  alive(milliseconds: number): void {
    if (this.#state.alive(milliseconds)) this.announced({});
    else this.#watchStaleness();
  }

  /** The stream has ended. */
  lost(): void {
    this.#state.lost();
  }

  /** Compares memory, caches and source, and makes them agree on the highest version. */
  async reconcile(): Promise<void> {
    await Promise.all([this.refresh(), this.#loadCaches()]);
    await this.#storeHeld();
  }

  async #readWithin(deadline: number): Promise<boolean> {
    if (this.#waiting >= this.#parts.mostWaiting) return false;
    this.#waiting++;
    try {
      return await withinTime(this.#parts.clock, deadline, this.refresh());
    } catch {
      return false;
    } finally {
      this.#waiting--;
    }
  }

  async #read(): Promise<boolean> {
    const { clock, reader, fail, readEnded } = this.#parts;
    const confirmed = clock.elapsed();
    const { announcement, held } = this.#state;
    try {
      const answer = await reader.read(held?.tag, this.#ended.signal);
      if (this.#ended.signal.aborted) return false;
      const isCurrent = answer.unchanged
        ? this.#state.unchanged(held, confirmed)
        : this.#offer({ snapshot: answer.snapshot, origin: 'source', tag: answer.tag, confirmed });
      this.#state.answered(announcement);
      this.#watchStaleness();
      readEnded(!this.#awaited.isMissing(this.snapshot?.document.version ?? 0));
      return isCurrent;
    } catch (thrown) {
      if (this.#ended.signal.aborted) return false;
      fail('read', thrown);
      readEnded(false);
      return false;
    }
  }

  /** Gives whether the snapshot is the held one then. */
  #offer(offered: Held): boolean {
    const before = this.#state.held?.snapshot;
    const { announcement } = this.#state;
    const verdict = this.#state.offer(offered);
    const { version } = offered.snapshot.document;
    if (verdict === 'taken') this.#tellChange(before, offered, announcement);
    else if (verdict === 'conflict') this.#tellConflict(before!, offered);
    else if (verdict === 'older' && offered.origin === 'source') {
      this.#parts.fail('older snapshot', new Error(`the source gave version ${version}; version ${before!.document.version} is held`)); // prettier-ignore
    }
    return verdict === 'taken' || verdict === 'same';
  }

  #tellChange(before: LoadedSnapshot | undefined, { snapshot, origin }: Held, announcement: Announcement): void {
    const { events } = this.#parts;
    const { version, commit, digest } = snapshot.document;
    const flags = changedKeys(before, snapshot);
    const source = origin === 'source' ? 'fresh' : origin;
    if (announcement.version === version && (announcement.digest ?? digest) !== digest) {
      events.emit('unexpected-change', { version, flags, why: 'the snapshot is not the one that was announced' });
    }
    events.emit('change', { version, commit, previous: before?.document.version, flags, source });
    if (before === undefined) events.emit('ready', { version, source });
    this.#watchStaleness();
    if (origin === 'source') void this.#storeHeld();
  }

  #tellConflict(held: LoadedSnapshot, { snapshot, origin }: Held): void {
    const { events, fail } = this.#parts;
    const { version, digest } = snapshot.document;
    const flags = changedKeys(held, snapshot);
    events.emit('conflict', { version, from: origin, heldDigest: held.document.digest, otherDigest: digest });
    events.emit('unexpected-change', { version, flags, why: 'another snapshot has the same version' });
    fail('conflict', new Error(`version ${version} has another digest; from: ${origin}`));
  }

  #loadCaches(): Promise<void> {
    const { shelf, clock } = this.#parts;
    return shelf.load(({ snapshot, level, age }: CachedSnapshot) => {
      if (this.#ended.signal.aborted) return;
      this.#offer({ snapshot, origin: level, tag: undefined, confirmed: clock.elapsed() - age });
    });
  }

  /** Caches hold what the source gave, and nothing else. */
  async #storeHeld(): Promise<void> {
    const { held } = this.#state;
    if (held?.origin !== 'source') return;
    const { clock, shelf } = this.#parts;
    const confirmedAt = clock.now() - (clock.elapsed() - held.confirmed);
    await shelf.store({ version: held.snapshot.document.version, confirmedAt, text: held.snapshot.text });
  }

  /** Tells when the held snapshot becomes stale, and when it no longer is. */
  #watchStaleness(): void {
    this.#cancelStale();
    if (this.#ended.signal.aborted) return;
    const { events, clock } = this.#parts;
    const { level, age = 0, snapshot } = this.standing();
    const { isStale } = this.#state;
    const version = snapshot?.document.version ?? 0;
    if (isStale !== this.#wasStale) {
      this.#wasStale = isStale;
      if (isStale) events.emit('stale', { version, age });
      else events.emit('ready', { version, source: level });
    }
    const { staleIn } = this.#state;
    if (!isStale && staleIn < Infinity) this.#cancelStale = clock.after(staleIn, () => this.#watchStaleness());
  }
}
