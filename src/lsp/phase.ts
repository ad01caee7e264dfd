import { ErrorCodes, ResponseError } from 'vscode-languageserver';

/** How far the talk with an editor has come: nothing is asked before it has begun, or after it was said to end. */
export class Phase {
  private now: 'new' | 'open' | 'ended' = 'new';

  /** @throws ResponseError the second time */
  begin(): void {
    if (this.now !== 'new') throw new ResponseError(ErrorCodes.InvalidRequest, 'this server was initialized already');
    this.now = 'open';
  }

  end(): void {
    this.now = 'ended';
  }

  /** @throws ResponseError where nothing may be asked */
  requireOpen(): void {
    if (this.now === 'new') throw new ResponseError(ErrorCodes.ServerNotInitialized, 'initialize has to come first');
    if (this.now === 'ended') throw new ResponseError(ErrorCodes.InvalidRequest, 'this server was shut down');
  }
}
